"""Writes the small files around the towers: configuration, tokenizer, golden vectors and the manifest."""

import base64
import hashlib
import json
import shutil

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

import settings as s
from cards import load_cards, to_pixels
from export_onnx import load_towers

TEXT_FILES = {"q8": "onnx/text_model_quantized.onnx", "fp16": "onnx/text_model_fp16.onnx"}
IMAGE_FILES = {"q8": "onnx/vision_model_quantized.onnx", "fp16": "onnx/vision_model_fp16.onnx"}
GOLDEN_TEXTS = [
    "a sailing boat in a quiet harbour at dusk",
    "Rainbow over the rice terraces, printed like a woodblock",
    "雪夜里的小木屋，很安静",
    "沙漠正午，一只热气球",
]
PREPROCESSING = {
    "width": s.IMAGE_SIDE,
    "height": s.IMAGE_SIDE,
    "fit": "stretch",
    "mean": list(s.MEAN),
    "std": list(s.STD),
    "background": list(s.BACKGROUND),
}


def write_json(name, value, indent=2):
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
    (s.MODEL / name).write_text(text + "\n", encoding="utf-8")


def write_configuration():
    shared = {"projection_dim": s.DIMENSIONS}
    text = {"model_type": "clip_text_model", "vocab_size": s.VOCABULARY, "max_position_embeddings": s.MAX_TOKENS}
    text |= {"hidden_size": s.TEXT_WIDTH, "num_hidden_layers": s.TEXT_LAYERS, "pad_token_id": s.PAD, **shared}
    vision = {"model_type": "clip_vision_model", "image_size": s.IMAGE_SIDE, **shared}
    write_json("config.json", {"model_type": "clip", **shared, "text_config": text, "vision_config": vision})
    side = {"width": s.IMAGE_SIDE, "height": s.IMAGE_SIDE}
    steps = {"do_convert_rgb": True, "do_resize": True, "size": side, "resample": 2, "do_center_crop": False}
    steps |= {"do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True}
    steps |= {"image_mean": list(s.MEAN), "image_std": list(s.STD)}
    kind = {"image_processor_type": "CLIPImageProcessor", "feature_extractor_type": "CLIPFeatureExtractor"}
    write_json("preprocessor_config.json", {**kind, **steps})
    marks = {"pad_token": "[PAD]", "bos_token": "[START]", "eos_token": "[END]"}
    reader = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": s.MAX_TOKENS}
    write_json("tokenizer_config.json", {**reader, **marks, "clean_up_tokenization_spaces": False})
    shutil.copyfile(s.CACHE / "tokenizer.json", s.MODEL / "tokenizer.json")


def encode_texts(tokenizer, texts):
    """Ids cut to the longest allowed length, keeping the end mark, and a mask."""
    rows = [tokenizer.encode(text).ids for text in texts]
    rows = [row if len(row) <= s.MAX_TOKENS else row[: s.MAX_TOKENS - 1] + [s.END] for row in rows]
    ids = np.full((len(rows), max(map(len, rows))), s.PAD, np.int64)
    mask = np.zeros_like(ids)
    for index, row in enumerate(rows):
        ids[index, : len(row)], mask[index, : len(row)] = row, 1
    return ids, mask


def open_session(path):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 2
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def rounded(array):
    return [[round(float(value), 6) for value in row] for row in array]


def write_golden():
    """What an honest copy of this model answers; a loader compares by cosine, with a tolerance."""
    tokenizer = Tokenizer.from_file(str(s.MODEL / "tokenizer.json"))
    pictures = load_cards("unseen", 2).pictures
    edge = (pictures.shape[1] - s.IMAGE_SIDE) // 2
    cut = np.ascontiguousarray(pictures[:, edge : edge + s.IMAGE_SIDE, edge : edge + s.IMAGE_SIDE])
    rows = [encode_texts(tokenizer, [text]) for text in GOLDEN_TEXTS]
    outputs = {}
    for variant in ("q8", "fp16"):
        text = open_session(s.MODEL / TEXT_FILES[variant])
        image = open_session(s.MODEL / IMAGE_FILES[variant])
        words = [text.run(None, {"input_ids": ids, "attention_mask": mask})[0][0] for ids, mask in rows]
        seen = [image.run(None, {"pixel_values": to_pixels(cut[i : i + 1])})[0][0] for i in range(len(cut))]
        outputs[variant] = {"text": rounded(words), "image": rounded(seen)}
    side = {"width": s.IMAGE_SIDE, "height": s.IMAGE_SIDE}
    golden = {
        "text": [{"input": t, "ids": ids[0].tolist()} for t, (ids, _) in zip(GOLDEN_TEXTS, rows)],
        "image": [{**side, "rgb": base64.b64encode(picture.tobytes()).decode()} for picture in cut],
        "outputs": outputs,
    }
    write_json("golden.json", golden, indent=None)


def fingerprint():
    """Eight digits that change whenever a weight or the preprocessing does."""
    digest = hashlib.sha256(json.dumps([PREPROCESSING, s.MAX_TOKENS], sort_keys=True).encode())
    digest.update((s.MODEL / "tokenizer.json").read_bytes())
    for tower in load_towers():
        for name, value in sorted(tower.state_dict().items()):
            digest.update(name.encode() + value.float().contiguous().numpy().tobytes())
    return digest.hexdigest()[:8]


def write_manifest():
    files = []
    for path in sorted(s.MODEL.rglob("*")):
        if path.is_file() and path.name != "manifest.json":
            content = path.read_bytes()
            name = path.relative_to(s.MODEL).as_posix()
            files.append({"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    text = {"tokenizer": "tokenizer.json", "tokenizerConfig": "tokenizer_config.json", "maxTokens": s.MAX_TOKENS}
    text |= {"padTokenId": s.PAD, "inputs": {"ids": "input_ids", "mask": "attention_mask"}}
    text |= {"output": "text_embeds", "files": TEXT_FILES}
    image = {"input": "pixel_values", "output": "image_embeds", **PREPROCESSING, "files": IMAGE_FILES}
    space = {"id": f"{s.MODEL_ID}@{s.REVISION}-{fingerprint()}", "dimensions": s.DIMENSIONS}
    manifest = {"format": "locavore-model@1", "id": s.MODEL_ID, "revision": s.REVISION, "licence": "Apache-2.0"}
    manifest |= {"space": {**space, "modalities": ["text", "image"]}}
    manifest["variants"] = [{"id": "q8", "devices": ["wasm"]}, {"id": "fp16", "devices": ["webgpu"]}]
    manifest |= {"towers": {"text": text, "image": image}, "golden": "golden.json", "files": files}
    write_json("manifest.json", manifest)
    return sum(file["bytes"] for file in files)


def main():
    write_configuration()
    write_golden()
    print(f"shipped files: {write_manifest() / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
