// Written by scripts/embed-manifest.mjs from model/manifest.json. Do not edit.
import type { ModelManifest } from '@locavore/encoders'

/** SHA-256 of the bytes of model/manifest.json. */
export const MANIFEST_HASH = 'cee904432342f0aa8c631068666570099f9642678ac18f11cf8bfc3e5d0d91e4'

// biome-ignore format: generated
export const MANIFEST: ModelManifest = {
  "format": "locavore-model@1",
  "id": "locavore-nano",
  "revision": "4",
  "licence": "Apache-2.0",
  "space": {
    "id": "locavore-nano@4-c4b42c8f",
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
      "bytes": 320041,
      "sha256": "caf5f8c4dcce25dab0987ed3b1ebd4c187b49e899c7a269260130984debbbd2e"
    },
    {
      "path": "onnx/audio_model_fp16.onnx",
      "bytes": 1825013,
      "sha256": "0fb4cf354e5a9268d2b6a2f6ddc833f50c1a99489afedcd324957a46c071fd24"
    },
    {
      "path": "onnx/audio_model_quantized.onnx",
      "bytes": 2041035,
      "sha256": "faac290cc73caadfb1b6a61c3dbc881835564ba1e36352af4f1e430c92de9f87"
    },
    {
      "path": "onnx/text_model_fp16.onnx",
      "bytes": 6493268,
      "sha256": "4529782a00880a17f03ad7df230e22845f021018d7ffe1d9649ba72010126631"
    },
    {
      "path": "onnx/text_model_quantized.onnx",
      "bytes": 3365782,
      "sha256": "0fb76df735d3a0782b0c3bf1facaf3389bdf53708438a5ce06f99e53f35dbaef"
    },
    {
      "path": "onnx/vision_model_fp16.onnx",
      "bytes": 5769379,
      "sha256": "a80da044dec9a4e7d4c4221d0264b30b34c39e230753d88087fb63d10d1e714e"
    },
    {
      "path": "onnx/vision_model_quantized.onnx",
      "bytes": 3547832,
      "sha256": "bf4d9b6c8a8759df33812465fc06835b9372b57cbdcb27defa0085893d1acb6c"
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
      "bytes": 26007,
      "sha256": "b3ab2ce925b2269915038b2bbc183b666ab533fad0e0a0b923049ceeb3c4a527"
    }
  ],
  "tags": "tags.json"
}
