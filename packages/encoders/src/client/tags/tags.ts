import type { EncodeOptions } from '../encoder.js'

/** Labels that exclude each other, in a site's own words: a text is its own label. */
export interface TagGroupInput {
  /** A group named as one of the model's takes its calibration; any other a general one. */
  readonly id: string
  /** 1 to 500; `texts` are wordings of one label. */
  readonly labels: readonly (string | { readonly id: string; readonly texts: readonly string[] })[]
}

export interface TagOptions extends EncodeOptions {
  /** What to choose from (default: the model's own groups). */
  readonly groups?: readonly TagGroupInput[]
}
