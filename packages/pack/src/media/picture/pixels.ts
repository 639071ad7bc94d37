/** Interleaved bytes of red, green, blue and how opaque, row by row; colours multiplied by the last, as browsers hold them. */
export interface Pixels {
  readonly width: number
  readonly height: number
  /** `[height, width, 4]` */
  readonly data: Uint8Array | Uint8ClampedArray
}

export const CHANNELS = 4
