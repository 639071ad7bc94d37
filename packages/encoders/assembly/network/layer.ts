/** One convolution, as the host wrote it into memory (`LAYER_FIELDS` of src/worker/network/network-memory.ts). */
@unmanaged
export class Layer {
  input: usize
  /** u32 per output pixel: where its window begins, in bytes from `input`. */
  windows: usize
  /** Output pixels, a multiple of 5; the last one is repeated to fill up. */
  pixels: i32
  /** Of a window, and the bytes of each, and from one to the next. */
  rows: i32
  rowBytes: i32
  stride: i32
  /** `[channels / 8][rows][rowBytes / 4][8 channels][4 bytes]`. */
  weights: usize
  /** Output channels, a multiple of 8. */
  channels: i32
  /** f32 per channel. */
  factors: usize
  offsets: usize
  /** What is added before the output, 0 for nothing: bytes times `addendFactor`, or f32 where that is 0. */
  addend: usize
  /** u32 per output pixel: its place, in numbers from `addend` or `output`. */
  addendPlaces: usize
  addendFactor: f32
  output: usize
  places: usize
  /** 0: bytes of 0 to 127. 1: f32 from 0 up. 2: f32. */
  kind: i32
  /** f32 pairs per pixel, 0 for none: what a step of its bytes is worth, and what byte 0 is. */
  ranges: usize
  /** f32 per channel, with `ranges`: what its weights sum up to, times its factor. */
  sums: usize
}
