// Written by scripts/embed-manifest.mjs from model/manifest.json. Do not edit.
import type { ModelManifest } from '@locavore/encoders'

/** SHA-256 of the bytes of model/manifest.json. */
export const MANIFEST_HASH = '4a675b3726d30ecb4aa306aac24821d67e5771433130c0f817b4003a8a1c2850'

// biome-ignore format: generated
export const MANIFEST: ModelManifest = {
  "format": "locavore-model@1",
  "id": "locavore-nano",
  "revision": "3",
  "licence": "Apache-2.0",
  "space": {
    "id": "locavore-nano@3-abe137d3",
    "dimensions": 256,
    "modalities": [
      "text",
      "image",
      "audio",
      "clip"
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
      "patches": {
        "output": "patch_embeds",
        "rows": 7,
        "columns": 7
      },
      "width": 112,
      "height": 112,
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
    },
    "audio": {
      "input": "input_features",
      "output": "audio_embeds",
      "steps": {
        "output": "step_embeds",
        "framesPerStep": 16
      },
      "features": {
        "sampleRate": 16000,
        "windowLength": 400,
        "hopLength": 320,
        "fftLength": 512,
        "melBands": 64,
        "lowestHz": 125,
        "highestHz": 7500,
        "melScale": "htk",
        "melNorm": "none",
        "power": 1,
        "log": "ln",
        "offset": 0.01,
        "greatestGain": 30,
        "centred": false
      },
      "window": {
        "frames": 288,
        "hop": 144,
        "multiple": 16,
        "least": 48,
        "padding": "silence"
      },
      "files": {
        "q8": "onnx/audio_model_quantized.onnx",
        "fp16": "onnx/audio_model_fp16.onnx"
      }
    }
  },
  "golden": "golden.json",
  "files": [
    {
      "path": "config.json",
      "bytes": 387,
      "sha256": "d7dd75339904c17c3b1785c4751431a0c37ad91c5b505435346b1e84f8fb05dc"
    },
    {
      "path": "golden.json",
      "bytes": 320072,
      "sha256": "ab6a728ce98120aa6bc3368a4dae71fe9880bc63c57598ae9523c69d5503c074"
    },
    {
      "path": "onnx/audio_model_fp16.onnx",
      "bytes": 1825013,
      "sha256": "72022c3ceb7bb29d2b2b175b1fd156c5c72b40079b99c25e18b65aab18f9e6a6"
    },
    {
      "path": "onnx/audio_model_quantized.onnx",
      "bytes": 2041037,
      "sha256": "2c95f9e7b212b2160d72e9c10ca6cc26ae234a099367615289bc62c7d181b974"
    },
    {
      "path": "onnx/text_model_fp16.onnx",
      "bytes": 6493268,
      "sha256": "3f961b9a1748238e6b05ad98e2f6ee473903a5f9296091fea67701458196e6b3"
    },
    {
      "path": "onnx/text_model_quantized.onnx",
      "bytes": 3365782,
      "sha256": "f578b4bbba25e38e24330f8412f0233836224314dff4d651dabebc1f94d9c17e"
    },
    {
      "path": "onnx/vision_model_fp16.onnx",
      "bytes": 5769379,
      "sha256": "a8abafaf5b339df039d36b3747b2af9bae7b6995ae8d000f9db80c45b283f7e1"
    },
    {
      "path": "onnx/vision_model_quantized.onnx",
      "bytes": 3547832,
      "sha256": "7b137222773b5b5cbdb2521fa72c1f444d0d3c9e4c4d53191c58f3b1c7b9b8a1"
    },
    {
      "path": "preprocessor_config.json",
      "bytes": 431,
      "sha256": "65b285f6aa893103d68d08fbaaa112f9e0338b78cf9370d3f9db2b369eb25c8b"
    },
    {
      "path": "tokenizer.json",
      "bytes": 289571,
      "sha256": "18db454a97ff52967aab80d27d0f52175a1b818a079da28c6bcab6a58867c7fe"
    },
    {
      "path": "tokenizer_config.json",
      "bytes": 192,
      "sha256": "2fbee1206266931d168ee3f954e9ea3480a8b36947f2fea9aec5b0e4272a3950"
    },
    {
      "path": "tags.json",
      "bytes": 25975,
      "sha256": "f68624ad613cd5f37d5b9e96266348f22bbbda248e14294498588cd7a1fd26a2"
    }
  ],
  "tags": "tags.json"
}
