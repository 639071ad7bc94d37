// Written by scripts/embed-manifest.mjs from model/manifest.json. Do not edit.
import type { ModelManifest } from '@locavore/encoders'

/** SHA-256 of the bytes of model/manifest.json. */
export const MANIFEST_HASH = '9b176b4e1587550c3b94d88611c97ac4263da2a2f10c7145ac80492ca588ea95'

// biome-ignore format: generated
export const MANIFEST: ModelManifest = {
  "format": "locavore-model@1",
  "id": "locavore-nano",
  "revision": "1",
  "licence": "Apache-2.0",
  "space": {
    "id": "locavore-nano@1-f7db5f20",
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
      "bytes": 88778,
      "sha256": "c4f5af60be2e7c1bf4cee17eb36aa5d146c1bc019a583b9cf3c330ccaf6e58c8"
    },
    {
      "path": "onnx/text_model_fp16.onnx",
      "bytes": 2074449,
      "sha256": "e823aa69db67a2fc423fadcbbadeb111a55586754a2c338d096eb1d4745b0a6e"
    },
    {
      "path": "onnx/text_model_quantized.onnx",
      "bytes": 1133929,
      "sha256": "6015bad561a2da5577f16f82abeb220cdf9bf98cbfcbc828c44e028f5d084dea"
    },
    {
      "path": "onnx/vision_model_fp16.onnx",
      "bytes": 2811174,
      "sha256": "c02bad31d94043f6f2fb80449d3aabf5ad5d2358659ba5ff722d4f0e521b61b4"
    },
    {
      "path": "onnx/vision_model_quantized.onnx",
      "bytes": 1594104,
      "sha256": "011c4ecf5059a9209fbc61cea358aded996a39a3744f0b855c0745d58bce15e9"
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
