"""Writes the towers as plain fp32 ONNX into the cache; quantise.py makes the shipped files from them."""

import warnings

import torch

import settings as s
from towers import PictureTower, SoundTower, TextTower

FOLDER = s.CACHE / "export"
TOWERS = {"picture": PictureTower, "sound": SoundTower, "text": TextTower}


def load_towers(path=None):
    """The averaged weights of a checkpoint, ready for inference, by name."""
    state = torch.load(path or s.CACHE / "checkpoint.pt", map_location="cpu", weights_only=True)
    towers = {name: make().eval() for name, make in TOWERS.items()}
    for name, tower in towers.items():
        tower.load_state_dict(state[f"{name}_average"])
    return towers


def write(model, inputs, name, outputs, axes):
    """`axes`: the free axes of each input and output by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            tuple(inputs.values()),
            str(FOLDER / f"{name}.onnx"),
            dynamo=False,
            opset_version=17,
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes=axes,
        )


def export(towers):
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = {0: "batch"}
    pixels = {"pixel_values": torch.zeros(2, 3, s.IMAGE_SIDE, s.IMAGE_SIDE)}
    outputs = ["image_embeds", "patch_embeds"]
    write(towers["picture"], pixels, "picture", outputs, {name: rows for name in (*pixels, *outputs)})
    bands = {"input_features": torch.zeros(2, 1, s.WINDOW_FRAMES, s.MEL_BANDS)}
    outputs = ["audio_embeds", "step_embeds"]
    axes = {"input_features": {0: "batch", 2: "frames"}, "audio_embeds": rows, "step_embeds": {0: "batch", 1: "steps"}}
    write(towers["sound"], bands, "sound", outputs, axes)
    ids = torch.ones(2, 9, dtype=torch.int64)
    words = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    free = {0: "batch", 1: "tokens"}
    write(towers["text"], words, "text", ["text_embeds"], {**{name: free for name in words}, "text_embeds": rows})


if __name__ == "__main__":
    export(load_towers())
