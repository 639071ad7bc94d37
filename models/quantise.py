"""Makes the shipped files: int8 for WebAssembly, fp16 storage for WebGPU."""

import logging

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

import settings as s
from cards import load_cards, to_pixels
from export_onnx import FOLDER
from mel import log_mel, samples_for
from photos import load_emoji, load_photos, on_white, whole_views
from sounds import load_sounds

CALIBRATION = 256


class Examples(CalibrationDataReader):
    """What training has seen, in small batches."""

    def __init__(self, name, examples):
        self.name = name
        self.batches = iter(np.array_split(examples, max(1, len(examples) // 16)))

    def get_next(self):
        batch = next(self.batches, None)
        return None if batch is None else {self.name: batch}


def example_pictures():
    """Postcards, and photographs and emoji where there are any: whatever is louder than these is cut off."""
    cards = load_cards("train", CALIBRATION).pictures
    photos, emoji = load_photos(), load_emoji()
    if photos is None or emoji is None:
        return to_pixels(cards)
    chosen = photos.training()[:: max(1, len(photos.training()) // CALIBRATION)][:CALIBRATION]
    drawn = on_white(emoji.pictures[:: max(1, len(emoji.pictures) // CALIBRATION)][:CALIBRATION])
    return np.concatenate([to_pixels(cards), to_pixels(whole_views(photos, chosen)), to_pixels(drawn)])


def example_sounds():
    sounds = load_sounds("train-sounds", CALIBRATION)
    length = samples_for(s.WINDOW_FRAMES)
    return np.stack([log_mel(np.resize(sounds.samples(i), length))[None] for i in range(len(sounds))])


def quantise_convolutions(name, input_name, examples, target):
    """Convolutions with one scale per channel; pooling and the projections stay in fp32."""
    prepared = FOLDER / f"{name}-prepared.onnx"
    quant_pre_process(str(FOLDER / f"{name}.onnx"), str(prepared), skip_symbolic_shape=True)
    quantize_static(
        str(prepared),
        str(target),
        Examples(input_name, examples),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=["Conv", "Add"],
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        calibrate_method=CalibrationMethod.MinMax,
    )


def quantise_text(target):
    prepared = FOLDER / "text-prepared.onnx"
    quant_pre_process(str(FOLDER / "text.onnx"), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared),
        str(target),
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
    )


def store_half(source, target):
    """Weights are stored in fp16 and cast back when the model loads, so all arithmetic is fp32."""
    model = onnx.load(str(source))
    graph, casts = model.graph, []
    for index, weight in enumerate(graph.initializer):
        if weight.data_type != TensorProto.FLOAT or np.prod(weight.dims) < 64:
            continue
        name = weight.name
        half = numpy_helper.to_array(weight).astype(np.float16)
        graph.initializer[index].CopyFrom(numpy_helper.from_array(half, name + "_half"))
        casts.append(helper.make_node("Cast", [name + "_half"], [name], name=name + "_cast", to=TensorProto.FLOAT))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


def main():
    logging.getLogger().setLevel(logging.ERROR)
    folder = s.MODEL / "onnx"
    folder.mkdir(parents=True, exist_ok=True)
    quantise_convolutions("picture", "pixel_values", example_pictures(), folder / "vision_model_quantized.onnx")
    quantise_convolutions("sound", "input_features", example_sounds(), folder / "audio_model_quantized.onnx")
    quantise_text(folder / "text_model_quantized.onnx")
    for name, file in (("picture", "vision"), ("sound", "audio"), ("text", "text")):
        store_half(FOLDER / f"{name}.onnx", folder / f"{file}_model_fp16.onnx")


if __name__ == "__main__":
    main()
