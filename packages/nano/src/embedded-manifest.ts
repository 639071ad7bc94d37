// Written by scripts/embed-manifest.mjs from model/manifest.json. Do not edit.
import type { ModelManifest } from '@locavore/encoders'

/** SHA-256 of the bytes of model/manifest.json. */
export const MANIFEST_HASH = 'dc0cc9d1c972c6c100e17eb1db86993f1bc0fc80afde7727fcd28ceec227c7a8'

// biome-ignore format: generated
export const MANIFEST: ModelManifest = {
  "format": "locavore-model@1",
  "id": "locavore-nano",
  "revision": "1",
  "licence": "Apache-2.0",
  "space": {
    "id": "locavore-nano@1-7bd1b73a",
    "dimensions": 128,
    "modalities": [
      "text",
      "image"
    ]
  },
  "variants": [
    {
      "id": "q8",
      "devices": [
        "wasm"
      ]
    },
    {
      "id": "fp16",
      "devices": [
        "webgpu"
      ]
    }
  ],
  "towers": {
    "text": {
      "tokenizer": "tokenizer.json",
      "tokenizerConfig": "tokenizer_config.json",
      "maxTokens": 64,
      "padTokenId": 0,
      "inputs": {
        "ids": "input_ids",
        "mask": "attention_mask"
      },
      "output": "text_embeds",
      "files": {
        "q8": "onnx/text_model_quantized.onnx",
        "fp16": "onnx/text_model_fp16.onnx"
      }
    },
    "image": {
      "input": "pixel_values",
      "output": "image_embeds",
      "width": 96,
      "height": 96,
      "fit": "stretch",
      "mean": [
        0.5,
        0.5,
        0.5
      ],
      "std": [
        0.5,
        0.5,
        0.5
      ],
      "background": [
        255,
        255,
        255
      ],
      "files": {
        "q8": "onnx/vision_model_quantized.onnx",
        "fp16": "onnx/vision_model_fp16.onnx"
      }
    }
  },
  "golden": "golden.json",
  "files": [
    {
      "path": "config.json",
      "bytes": 386,
      "sha256": "3bf80521e894687fbccecf5c80d8d60ac3caac917dbf176ee5ce7a615a22fc3a"
    },
    {
      "path": "golden.json",
      "bytes": 88754,
      "sha256": "93e18c4c600121439d3618ef1b2da0069bf9d6bbe973cb70db4f793541abdf7f"
    },
    {
      "path": "onnx/text_model_fp16.onnx",
      "bytes": 2074449,
      "sha256": "c20e58406651eba62a8552016c45c475881801d84693c69af6b683c19d3d5989"
    },
    {
      "path": "onnx/text_model_quantized.onnx",
      "bytes": 1133929,
      "sha256": "acea577280f66df4c1ac952a9223d35c9362baf05f1d902149fb4b504bdc5b25"
    },
    {
      "path": "onnx/vision_model_fp16.onnx",
      "bytes": 2811174,
      "sha256": "b7efb69bbb2a65c8506a5729336a439d15f0edc6e4650b60b2282b358595d488"
    },
    {
      "path": "onnx/vision_model_quantized.onnx",
      "bytes": 1594105,
      "sha256": "95864312a1bbfe5497f1aba8d2760f0915691403baeea12c8259a5d920c1fa29"
    },
    {
      "path": "preprocessor_config.json",
      "bytes": 429,
      "sha256": "3f9f060cec98402dc78f01b5f312d5a1005408f6db9386b60bbd5fd694e9d45e"
    },
    {
      "path": "tokenizer.json",
      "bytes": 48814,
      "sha256": "f7ab36ba5b351d7d62f60d2dd49c920e774e6c42459455575b5e90864abe6334"
    },
    {
      "path": "tokenizer_config.json",
      "bytes": 192,
      "sha256": "2fbee1206266931d168ee3f954e9ea3480a8b36947f2fea9aec5b0e4272a3950"
    }
  ]
}
