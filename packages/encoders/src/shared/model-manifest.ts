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
  /** Every text is filled up to this many tokens; without it, to the longest of its batch. At least `maxTokens`. */
  readonly padTo?: number
  /** Texts are put in lower case first, where the tokenizer does not do so itself. */
  readonly lowercase?: boolean
  /** Written before every text, as `query: `. */
  readonly prefix?: string
  /** int64 `[n, tokens]` each. `mask` and `types` (all 0) only where the model has them. */
  readonly inputs: { readonly ids: string; readonly mask?: string; readonly types?: string }
  /** float32 `[n, dimensions]`, or with `pooling` `[n, tokens, dimensions]`. */
  readonly output: string
  /** How a model that answers per token is made one vector: the mean of its tokens, the first one, or the last one. */
  readonly pooling?: 'mean' | 'first' | 'last'
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
  /** With `cover`, how much of the shorter side stays, above 0 up to 1 (default): side of the cut by side before it. */
  readonly kept?: number
  readonly mean: readonly [number, number, number]
  readonly std: readonly [number, number, number]
  /** RGB in 0..255 put behind transparent pictures. */
  readonly background: readonly [number, number, number]
  /** Where the model also tells what each part of the picture shows: `[n, rows * columns, dimensions]`, rows first. */
  readonly patches?: { readonly output: string; readonly rows: number; readonly columns: number }
  readonly files: Readonly<Record<string, string>>
}

/** How samples become what the tower reads: frames of logarithmic mel bands. */
export interface AudioFeatures {
  /** Hertz. Sounds are mixed to mono and resampled to it. */
  readonly sampleRate: number
  /** Samples per frame, under a periodic Hann window. */
  readonly windowLength: number
  /** Samples from one frame to the next. */
  readonly hopLength: number
  /** A power of two, at least `windowLength`. */
  readonly fftLength: number
  readonly melBands: number
  readonly lowestHz: number
  readonly highestHz: number
  /** `htk`: triangles linear in mel, bin 0 unused. `slaney`: linear in hertz, as librosa makes them. */
  readonly melScale: 'htk' | 'slaney'
  /** `slaney`: every triangle has the same area; `none`: the same height, 1. */
  readonly melNorm: 'none' | 'slaney'
  /** 1: magnitudes, 2: their squares. */
  readonly power: 1 | 2
  /** `ln`: ln(x + offset). `decibel`: 10 log10(max(x, offset)). */
  readonly log: 'ln' | 'decibel'
  readonly offset: number
  /** Each window is multiplied by min(1 / its peak, this). */
  readonly greatestGain: number
  /** Whether frame 0 has its middle on sample 0, with the sound mirrored before it. */
  readonly centred: boolean
}

/** How a long sound is cut, and a short one filled up. All lengths in frames. */
export interface AudioWindow {
  readonly frames: number
  /** From the start of one window to the next. */
  readonly hop: number
  /** What the tower takes: multiples of this, from `least` up. */
  readonly multiple: number
  readonly least: number
  /** `silence`: frames without any sound at the end. `repeat`: the sound again, as often as it fits whole. */
  readonly padding: 'silence' | 'repeat'
}

export interface AudioTower {
  /** float32 `[n, 1, frames, melBands]`. */
  readonly input: string
  readonly output: string
  /** Where the model also tells what is heard when: `[n, frames / framesPerStep, dimensions]`. */
  readonly steps?: { readonly output: string; readonly framesPerStep: number }
  readonly features: AudioFeatures
  readonly window: AudioWindow
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
  readonly towers: { readonly text?: TextTower; readonly image?: ImageTower; readonly audio?: AudioTower }
  readonly golden: string
  /** Groups of labels that the model can tell apart, with their calibration. */
  readonly tags?: string
  readonly files: readonly ModelFile[]
}
