// Written by scripts/bundle-runtime.mjs --pin from the installed package. Do not edit.
import type { ModelFile } from './model-manifest.js'

export const RUNTIME_NAME = 'onnxruntime-web'
export const RUNTIME_VERSION = '1.30.0'

/** The WebAssembly of each flavour. One of them is fetched in the life of a worker. */
export const RUNTIME_FILES = {
  plain: {
    path: 'ort-wasm-simd-threaded.wasm',
    bytes: 14239897,
    sha256: '3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2',
  },
  asyncify: {
    path: 'ort-wasm-simd-threaded.asyncify.wasm',
    bytes: 26781914,
    sha256: '39f9f0894d478800487ed9f7dbe92618498db320cf55c8e3d89adff8dce658da',
  },
  jspi: {
    path: 'ort-wasm-simd-threaded.jspi.wasm',
    bytes: 16758545,
    sha256: 'a54c76f86b0f0d9572380cf1c6292a7b3903716ffcbcd6b0e5c7050bf430eb93',
  },
} as const satisfies Readonly<Record<string, ModelFile>>
