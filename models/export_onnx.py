"""Writes both towers as plain fp32 ONNX into the cache; quantise.py makes the shipped files from them."""

import warnings

import torch

import settings as s
from towers import PictureTower, TextTower

FOLDER = s.CACHE / "export"


def load_towers(path=None):
    """The averaged weights of a checkpoint, ready for inference."""
    state = torch.load(path or s.CACHE / "checkpoint.pt", map_location="cpu", weights_only=True)
    picture, text = PictureTower().eval(), TextTower().eval()
    picture.load_state_dict(state["picture_average"])
    text.load_state_dict(state["text_average"])
    return picture, text


def write(model, inputs, path, names, output, axes):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            inputs,
            str(path),
            dynamo=False,
            opset_version=17,
            input_names=names,
            output_names=[output],
            dynamic_axes=axes,
        )


def export(picture, text):
    FOLDER.mkdir(parents=True, exist_ok=True)
    pixels = torch.zeros(2, 3, s.IMAGE_SIDE, s.IMAGE_SIDE)
    write(
        picture,
        (pixels,),
        FOLDER / "picture.onnx",
        ["pixel_values"],
        "image_embeds",
        {"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}},
    )
    ids = torch.ones(2, 9, dtype=torch.int64)
    write(
        text,
        (ids, torch.ones_like(ids)),
        FOLDER / "text.onnx",
        ["input_ids", "attention_mask"],
        "text_embeds",
        {
            "input_ids": {0: "batch", 1: "tokens"},
            "attention_mask": {0: "batch", 1: "tokens"},
            "text_embeds": {0: "batch"},
        },
    )


if __name__ == "__main__":
    export(*load_towers())
