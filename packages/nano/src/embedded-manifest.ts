// Written by scripts/embed-manifest.mjs from model/manifest.json. Do not edit.
import type { ModelManifest } from '@locavore/encoders'

/** SHA-256 of the bytes of model/manifest.json. */
export const MANIFEST_HASH = 'efd01a5914d5fcd45ebe82c5c96ec21f39c15896cdf21593b8b0cd4fd6edd665'

// biome-ignore format: generated
export const MANIFEST: ModelManifest = {
  "format": "locavore-model@1",
  "id": "locavore-nano",
  "revision": "2",
  "licence": "Apache-2.0",
  "space": {
    "id": "locavore-nano@2-217ef3ee",
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
      "bytes": 320062,
      "sha256": "d84776abb53154f7963653fb3b7c7fa456dcec14dbdfd91470af8123ad6cfd08"
    },
    {
      "path": "onnx/audio_model_fp16.onnx",
      "bytes": 1825013,
      "sha256": "feedbbfb78320be4ed8c977edc59094baceef0a351c6468f71a9ac6f56039765"
    },
    {
      "path": "onnx/audio_model_quantized.onnx",
      "bytes": 2041037,
      "sha256": "abf24d55b04aff4bb11a47a6906c10561ab144c228060376d55a90f47a7d4db7"
    },
    {
      "path": "onnx/text_model_fp16.onnx",
      "bytes": 6493268,
      "sha256": "73615936df7086b104e592c1ed64119d008fd1b2ddbb9e9f11d27561c468b6ea"
    },
    {
      "path": "onnx/text_model_quantized.onnx",
      "bytes": 3365782,
      "sha256": "7701a5a24c5647c5624c55deb9a712c10721260ecb282263dca38ca7de474d14"
    },
    {
      "path": "onnx/vision_model_fp16.onnx",
      "bytes": 5769379,
      "sha256": "3fb9342ca39c4360f2c5cfa5ea0903df680141b5a2bb25a6eaca1fd5ffe84f37"
    },
    {
      "path": "onnx/vision_model_quantized.onnx",
      "bytes": 3547830,
      "sha256": "aeafc78d0a2bf816280bed6922c0aa304c49d7e23961fef0abf6467bc1adc5ff"
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
      "bytes": 15468,
      "sha256": "f2166c8f1c6fe34767f3d75e2d9dfb9ed650ba5e03a3cd1c77e48750e591c6c0"
    }
  ],
  "tags": "tags.json"
}
