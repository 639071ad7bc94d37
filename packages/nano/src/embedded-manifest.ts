// Written by scripts/embed-manifest.mjs from model/manifest.json. Do not edit.
import type { ModelManifest } from '@locavore/encoders'

/** SHA-256 of the bytes of model/manifest.json. */
export const MANIFEST_HASH = 'daf4f5cfaae42bd54e6a8be9b8080c89773997e698da7e4483b940c156fbcf6e'

// biome-ignore format: generated
export const MANIFEST: ModelManifest = {
  "format": "locavore-model@1",
  "id": "locavore-nano",
  "revision": "1",
  "licence": "Apache-2.0",
  "space": {
    "id": "locavore-nano@1-2406d400",
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
      "bytes": 88856,
      "sha256": "12bb2a382772303151a005ed8960cb4c264d543dd7dd586fb374e189a319c0f2"
    },
    {
      "path": "onnx/text_model_fp16.onnx",
      "bytes": 2070871,
      "sha256": "e2b5676730992fc4fac803b3ffc8116a5cb70712365a5bb2a35473dfc87a74be"
    },
    {
      "path": "onnx/text_model_quantized.onnx",
      "bytes": 1128463,
      "sha256": "c3fb4722a3a54dda2640b603ae946626383395e2493684b33294fd41f75582b9"
    },
    {
      "path": "onnx/vision_model_fp16.onnx",
      "bytes": 2811174,
      "sha256": "7f0f066d8dade4923e01923989206a22554731850126f389982fae625171d229"
    },
    {
      "path": "onnx/vision_model_quantized.onnx",
      "bytes": 1594106,
      "sha256": "cd7895e09336ebad159ad41ced73a9747feebd2f5a32f9fb041c437665e66d5a"
    },
    {
      "path": "preprocessor_config.json",
      "bytes": 429,
      "sha256": "3f9f060cec98402dc78f01b5f312d5a1005408f6db9386b60bbd5fd694e9d45e"
    },
    {
      "path": "tokenizer.json",
      "bytes": 15241,
      "sha256": "7e744bff4fddaf2e7766a32fd9ba035f079e420fbb931fbfe771d6f29678f59a"
    },
    {
      "path": "tokenizer_config.json",
      "bytes": 192,
      "sha256": "2fbee1206266931d168ee3f954e9ea3480a8b36947f2fea9aec5b0e4272a3950"
    }
  ]
}
