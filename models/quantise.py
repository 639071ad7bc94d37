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

CALIBRATION = 256


class TrainingPictures(CalibrationDataReader):
    """Pictures that training has seen, in small batches."""

    def __init__(self, pixels):
        self.batches = iter(np.array_split(pixels, max(1, len(pixels) // 16)))

    def get_next(self):
        batch = next(self.batches, None)
        return None if batch is None else {"pixel_values": batch}


def quantise_picture(target):
    """Convolutions with one scale per channel; pooling and the projection stay in fp32."""
    prepared = FOLDER / "picture-prepared.onnx"
    quant_pre_process(str(FOLDER / "picture.onnx"), str(prepared), skip_symbolic_shape=True)
    pixels = to_pixels(load_cards("train", CALIBRATION).pictures)
    quantize_static(
        str(prepared),
        str(target),
        TrainingPictures(pixels),
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
    quantise_picture(folder / "vision_model_quantized.onnx")
    quantise_text(folder / "text_model_quantized.onnx")
    store_half(FOLDER / "picture.onnx", folder / "vision_model_fp16.onnx")
    store_half(FOLDER / "text.onnx", folder / "text_model_fp16.onnx")


if __name__ == "__main__":
    main()
