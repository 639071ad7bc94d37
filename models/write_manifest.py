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
from mel import windows
from sounds import load_sounds

TEXT_FILES = {"q8": "onnx/text_model_quantized.onnx", "fp16": "onnx/text_model_fp16.onnx"}
IMAGE_FILES = {"q8": "onnx/vision_model_quantized.onnx", "fp16": "onnx/vision_model_fp16.onnx"}
AUDIO_FILES = {"q8": "onnx/audio_model_quantized.onnx", "fp16": "onnx/audio_model_fp16.onnx"}
GOLDEN_TEXTS = [
    "a sailing boat in a quiet harbour at dusk",
    "Rainbow over the rice terraces, printed like a woodblock",
    "雪夜里的小木屋，很安静",
    "沙漠正午，一只热气球",
    "un vieux tramway sous la pluie, la nuit",
    "静かな港の灯台",
]
GOLDEN_SECONDS = 2.0
PREPROCESSING = {
    "width": s.IMAGE_SIDE,
    "height": s.IMAGE_SIDE,
    "fit": "stretch",
    "mean": list(s.MEAN),
    "std": list(s.STD),
    "background": list(s.BACKGROUND),
}
FEATURES = {
    "sampleRate": s.SAMPLE_RATE,
    "windowLength": s.WINDOW_LENGTH,
    "hopLength": s.HOP_LENGTH,
    "fftLength": s.FFT_LENGTH,
    "melBands": s.MEL_BANDS,
    "lowestHz": s.LOWEST_HZ,
    "highestHz": s.HIGHEST_HZ,
    "melScale": "htk",
    "melNorm": "none",
    "power": 1,
    "log": "ln",
    "offset": s.LOG_OFFSET,
    "greatestGain": s.GREATEST_GAIN,
    "centred": False,
}
WINDOW = {"frames": s.WINDOW_FRAMES, "hop": s.WINDOW_HOP, "multiple": s.FRAMES_PER_STEP, "least": s.LEAST_FRAMES}
WINDOW |= {"padding": "silence"}


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


def golden_sounds():
    """The first seconds of two sounds, as 16-bit numbers."""
    sounds = load_sounds("unseen-sounds", 2)
    return [sounds.raw[i][: int(GOLDEN_SECONDS * s.SAMPLE_RATE)] for i in range(len(sounds))]


def answers(variant, rows, cut, sounds):
    text = open_session(s.MODEL / TEXT_FILES[variant])
    image = open_session(s.MODEL / IMAGE_FILES[variant])
    audio = open_session(s.MODEL / AUDIO_FILES[variant])
    said = [text.run(None, {"input_ids": ids, "attention_mask": mask})[0][0] for ids, mask in rows]
    seen = [image.run(None, {"pixel_values": to_pixels(cut[i : i + 1])})[0][0] for i in range(len(cut))]
    heard = [audio.run(None, {"input_features": windows(raw / np.float32(32767))[0][None]})[0][0] for raw in sounds]
    return {"text": rounded(said), "image": rounded(seen), "audio": rounded(heard)}


def write_golden():
    """What an honest copy of this model answers; a loader compares by cosine, with a tolerance."""
    tokenizer = Tokenizer.from_file(str(s.MODEL / "tokenizer.json"))
    pictures = load_cards("unseen", 2).pictures
    edge = (pictures.shape[1] - s.IMAGE_SIDE) // 2
    cut = np.ascontiguousarray(pictures[:, edge : edge + s.IMAGE_SIDE, edge : edge + s.IMAGE_SIDE])
    rows = [encode_texts(tokenizer, [text]) for text in GOLDEN_TEXTS]
    sounds = golden_sounds()
    encoded = [base64.b64encode(raw.astype("<i2").tobytes()).decode() for raw in sounds]
    side = {"width": s.IMAGE_SIDE, "height": s.IMAGE_SIDE}
    golden = {
        "text": [{"input": t, "ids": ids[0].tolist()} for t, (ids, _) in zip(GOLDEN_TEXTS, rows)],
        "image": [{**side, "rgb": base64.b64encode(picture.tobytes()).decode()} for picture in cut],
        "audio": [{"sampleRate": s.SAMPLE_RATE, "samples": text} for text in encoded],
        "outputs": {variant: answers(variant, rows, cut, sounds) for variant in ("q8", "fp16")},
    }
    write_json("golden.json", golden, indent=None)


def fingerprint():
    """Eight digits that change whenever a weight or the preprocessing does."""
    digest = hashlib.sha256(json.dumps([PREPROCESSING, FEATURES, WINDOW, s.MAX_TOKENS], sort_keys=True).encode())
    digest.update((s.MODEL / "tokenizer.json").read_bytes())
    for _, tower in sorted(load_towers().items()):
        for name, value in sorted(tower.state_dict().items()):
            digest.update(name.encode() + value.float().contiguous().numpy().tobytes())
    return digest.hexdigest()[:8]


def describe_towers():
    text = {"tokenizer": "tokenizer.json", "tokenizerConfig": "tokenizer_config.json", "maxTokens": s.MAX_TOKENS}
    text |= {"padTokenId": s.PAD, "inputs": {"ids": "input_ids", "mask": "attention_mask"}}
    text |= {"output": "text_embeds", "files": TEXT_FILES}
    patches = {"output": "patch_embeds", "rows": s.GRID, "columns": s.GRID}
    image = {"input": "pixel_values", "output": "image_embeds", "patches": patches, **PREPROCESSING, "files": IMAGE_FILES}
    steps = {"output": "step_embeds", "framesPerStep": s.FRAMES_PER_STEP}
    audio = {"input": "input_features", "output": "audio_embeds", "steps": steps}
    audio |= {"features": FEATURES, "window": WINDOW, "files": AUDIO_FILES}
    return {"text": text, "image": image, "audio": audio}


def write_manifest():
    files = []
    for path in sorted(s.MODEL.rglob("*")):
        if path.is_file() and path.name != "manifest.json":
            content = path.read_bytes()
            name = path.relative_to(s.MODEL).as_posix()
            files.append({"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    space = {"id": f"{s.MODEL_ID}@{s.REVISION}-{fingerprint()}", "dimensions": s.DIMENSIONS}
    manifest = {"format": "locavore-model@1", "id": s.MODEL_ID, "revision": s.REVISION, "licence": "Apache-2.0"}
    manifest |= {"space": {**space, "modalities": ["text", "image", "audio", "clip"]}}
    manifest["variants"] = [{"id": "q8", "devices": ["wasm"]}, {"id": "fp16", "devices": ["webgpu"]}]
    manifest |= {"towers": describe_towers(), "golden": "golden.json", "files": files}
    write_json("manifest.json", manifest)
    return sum(file["bytes"] for file in files)


def main():
    write_configuration()
    write_golden()
    print(f"shipped files: {write_manifest() / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
