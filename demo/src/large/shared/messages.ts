/** What the catalogue can be narrowed by, with how many items have each value, the most frequent first. */
export type Facets = readonly {
  readonly attribute: string
  readonly values: readonly { readonly value: string; readonly count: number }[]
}[]

/** To the worker that makes the catalogue: serve its files through `port`. */
export interface ServeOrder {
  readonly count: number
  /** `catalogue/words.json`, as it came. */
  readonly words: string
  readonly port: MessagePort
}

/** From that worker. */
export type MakerReport =
  | { readonly kind: 'making'; readonly done: number; readonly total: number }
  | { readonly kind: 'made'; readonly facets: Facets }

/** From the engine's worker: one file of the pack, by its path beside the manifest. */
export interface FileRequest {
  readonly id: number
  readonly path: string
}

export type FileAnswer =
  | { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly problem: string }

/** To the worker that draws and writes cards. */
export type CardOrder =
  | { readonly kind: 'draw'; readonly key: string; readonly seed: number; readonly width: number }
  /** The address of a picture is of no use any more. */
  | { readonly kind: 'forget'; readonly address: string }
  | { readonly kind: 'write'; readonly language: string; readonly seeds: readonly number[] }

export type CardAnswer =
  | { readonly kind: 'drawn'; readonly key: string; readonly address: string; readonly bytes: number }
  | { readonly kind: 'not-drawn'; readonly key: string }
  | {
      readonly kind: 'written'
      readonly language: string
      readonly texts: readonly (readonly [seed: number, title: string, caption: string])[]
    }

/** The folder whose files are made on the device; no server has it. */
export const MADE_FOLDER = '/large/'
