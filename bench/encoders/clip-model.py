"""Writes an int8 vision model in the shape of CLIP ViT-B/32, with random weights, as a model folder of both layouts.

Only its time and memory are of interest, and they do not depend on what the weights are.
Usage: python clip-model.py FOLDER (needs numpy, onnx and onnxruntime). Takes about a minute.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

SIDE, PATCH, WIDTH, HEADS, LAYERS, PROJECTION = 224, 32, 768, 12, 12, 512
TOKENS = (SIDE // PATCH) ** 2 + 1
HEAD_WIDTH = WIDTH // HEADS
MEAN = [0.48145466, 0.4578275, 0.40821073]
STD = [0.26862954, 0.26130258, 0.27577711]


class Graph:
    """Collects nodes and weights under running names."""

    def __init__(self):
        self.nodes, self.weights, self.random, self.count = [], [], np.random.default_rng(1), 0

    def name(self):
        self.count += 1
        return f"value_{self.count}"

    def constant(self, array):
        name = self.name()
        self.weights.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name

    def weight(self, *shape):
        return self.constant(self.random.normal(0, 0.02, shape).astype(np.float32))

    def filled(self, value, *shape):
        return self.constant(np.full(shape, value, np.float32))

    def shape(self, *sizes):
        return self.constant(np.array(sizes, np.int64))

    def add(self, operator, *inputs, **attributes):
        output = self.name()
        self.nodes.append(helper.make_node(operator, inputs, [output], name=f"{operator}_{output}", **attributes))
        return output


def linear(graph, value, rows, columns):
    product = graph.add("MatMul", value, graph.weight(rows, columns))
    return graph.add("Add", product, graph.filled(0, columns))


def normalise(graph, value):
    scale, shift = graph.filled(1, WIDTH), graph.filled(0, WIDTH)
    return graph.add("LayerNormalization", value, scale, shift, axis=-1, epsilon=1e-5)


def heads(graph, value, order):
    split = graph.add("Reshape", value, graph.shape(0, TOKENS, HEADS, HEAD_WIDTH))
    return graph.add("Transpose", split, perm=order)


def attend(graph, value):
    query = graph.add("Mul", linear(graph, value, WIDTH, WIDTH), graph.filled(HEAD_WIDTH**-0.5))
    key, content = linear(graph, value, WIDTH, WIDTH), linear(graph, value, WIDTH, WIDTH)
    scores = graph.add("MatMul", heads(graph, query, [0, 2, 1, 3]), heads(graph, key, [0, 2, 3, 1]))
    mixed = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), heads(graph, content, [0, 2, 1, 3]))
    joined = graph.add("Transpose", mixed, perm=[0, 2, 1, 3])
    return linear(graph, graph.add("Reshape", joined, graph.shape(0, TOKENS, WIDTH)), WIDTH, WIDTH)


def think(graph, value):
    wide = linear(graph, value, WIDTH, 4 * WIDTH)
    gate = graph.add("Sigmoid", graph.add("Mul", wide, graph.filled(1.702)))
    return linear(graph, graph.add("Mul", wide, gate), 4 * WIDTH, WIDTH)


def embed(graph):
    patches = graph.add("Conv", "pixel_values", graph.weight(WIDTH, 3, PATCH, PATCH), strides=[PATCH, PATCH])
    rows = graph.add("Reshape", patches, graph.shape(0, WIDTH, TOKENS - 1))
    tokens = graph.add("Transpose", rows, perm=[0, 2, 1])
    count = graph.add("Slice", graph.add("Shape", tokens), graph.shape(0), graph.shape(1))
    target = graph.add("Concat", count, graph.shape(1, WIDTH), axis=0)
    mark = graph.add("Expand", graph.weight(1, 1, WIDTH), target)
    joined = graph.add("Concat", mark, tokens, axis=1)
    return normalise(graph, graph.add("Add", joined, graph.weight(1, TOKENS, WIDTH)))


def build():
    graph = Graph()
    value = embed(graph)
    for _ in range(LAYERS):
        value = graph.add("Add", value, attend(graph, normalise(graph, value)))
        value = graph.add("Add", value, think(graph, normalise(graph, value)))
    first = graph.add("Gather", value, graph.constant(np.array(0, np.int64)), axis=1)
    projected = graph.add("MatMul", normalise(graph, first), graph.weight(WIDTH, PROJECTION))
    graph.nodes.append(helper.make_node("Identity", [projected], ["image_embeds"]))
    inputs = [helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["batch", 3, SIDE, SIDE])]
    outputs = [helper.make_tensor_value_info("image_embeds", TensorProto.FLOAT, ["batch", PROJECTION])]
    made = helper.make_graph(graph.nodes, "clip", inputs, outputs, graph.weights)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def golden_of(path):
    pixels = np.random.default_rng(2).integers(0, 256, (2, SIDE, SIDE, 3), np.uint8)
    planes = (pixels.astype(np.float32) / 255 - MEAN) / STD
    feeds = {"pixel_values": planes.transpose(0, 3, 1, 2).astype(np.float32)}
    answers = onnxruntime.InferenceSession(path).run(["image_embeds"], feeds)[0]
    image = [{"width": SIDE, "height": SIDE, "rgb": base64.b64encode(row.tobytes()).decode()} for row in pixels]
    return {"text": [], "image": image, "audio": [], "outputs": {"q8": {"image": answers.tolist()}}}


def manifest_of(folder, paths):
    files = [
        {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in ((path, (folder / path).read_bytes()) for path in paths)
    ]
    tower = {"input": "pixel_values", "output": "image_embeds", "width": SIDE, "height": SIDE, "fit": "stretch"}
    tower |= {"mean": MEAN, "std": STD, "background": [255, 255, 255], "files": {"q8": paths[0]}}
    return {
        "format": "locavore-model@1",
        "id": "clip-shape",
        "revision": "1",
        "licence": "CC0-1.0",
        "space": {"id": "clip-shape@1", "dimensions": PROJECTION, "modalities": ["image"]},
        "variants": [{"id": "q8", "devices": ["wasm"]}],
        "towers": {"image": tower},
        "golden": "golden.json",
        "files": files,
    }


def main(folder):
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    path = folder / "onnx/vision_model_quantized.onnx"
    large = folder / "float.onnx"
    onnx.save(build(), large)
    quantize_dynamic(large, path, op_types_to_quantize=["MatMul"], weight_type=QuantType.QUInt8)
    large.unlink()
    write = lambda name, content: (folder / name).write_text(json.dumps(content))
    write("golden.json", golden_of(path))
    write("config.json", {"model_type": "clip", "projection_dim": PROJECTION})
    processor = {"image_processor_type": "CLIPImageProcessor", "do_convert_rgb": True, "do_resize": True}
    processor |= {"size": {"width": SIDE, "height": SIDE}, "resample": 3, "do_center_crop": False}
    processor |= {"do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True}
    write("preprocessor_config.json", processor | {"image_mean": MEAN, "image_std": STD})
    write("manifest.json", manifest_of(folder, ["onnx/vision_model_quantized.onnx", "golden.json"]))


main(Path(sys.argv[1]))
