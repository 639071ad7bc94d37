import type { EmbeddingSpace } from '@locavore/core'

/** Where a variant of a model runs. */
export type Device = 'webgpu' | 'wasm'

export interface ModelFile {
  readonly path: string
  readonly bytes: number
  /** Lower-case hexadecimal. */
  readonly sha256: string
}

export interface TextTower {
  readonly tokenizer: string
  readonly tokenizerConfig: string
  readonly maxTokens: number
  readonly padTokenId: number
  readonly inputs: { readonly ids: string; readonly mask: string }
  readonly output: string
  /** Variant id -> file path. */
  readonly files: Readonly<Record<string, string>>
}

export interface ImageTower {
  readonly input: string
  readonly output: string
  readonly width: number
  readonly height: number
  /** `stretch` keeps everything and bends the sides; `cover` keeps the sides and cuts the edges. */
  readonly fit: 'stretch' | 'cover'
  readonly mean: readonly [number, number, number]
  readonly std: readonly [number, number, number]
  /** RGB in 0..255 put behind transparent pictures. */
  readonly background: readonly [number, number, number]
  readonly files: Readonly<Record<string, string>>
}

/** What a model folder says of itself (`manifest.json`). Every file but the manifest is named with size and hash. */
export interface ModelManifest {
  readonly format: 'locavore-model@1'
  readonly id: string
  readonly revision: string
  readonly licence: string
  readonly space: EmbeddingSpace
  readonly variants: readonly { readonly id: string; readonly devices: readonly Device[] }[]
  readonly towers: { readonly text?: TextTower; readonly image?: ImageTower }
  readonly golden: string
  readonly files: readonly ModelFile[]
}
