/** What the kernel writes: bytes of 0 to 127, numbers from 0 up, numbers. */
export const BYTES = 0
export const POSITIVE = 1
export const NUMBERS = 2

/** Output pixels that the kernel computes together. */
const TILE = 5
/** Output channels that the kernel computes together. */
const BLOCK = 8

/** Full tiles: as many pixels as the kernel computes for so many. */
export const tiled = (pixels: number) => Math.ceil(pixels / TILE) * TILE

/** One product of the kernel, by addresses: `Layer` of assembly/network/layer.ts, which says what each is. */
export interface PackedLayer {
  readonly input: number
  readonly windows: number
  readonly pixels: number
  readonly rows: number
  readonly rowBytes: number
  readonly stride: number
  readonly weights: number
  readonly channels: number
  readonly factors: number
  readonly offsets: number
  readonly addend?: number
  readonly addendPlaces?: number
  readonly addendFactor?: number
  readonly output: number
  readonly places: number
  readonly kind: number
  readonly ranges?: number
  readonly sums?: number
}

/** Where in a packed layer the number of its pixels stands. */
export const PIXELS_AT = 8

export function packLayer(layer: PackedLayer): Uint8Array {
  const { addend = 0, addendPlaces = 0, addendFactor = 0, ranges = 0, sums = 0 } = layer
  const before = [layer.input, layer.windows, tiled(layer.pixels), layer.rows, layer.rowBytes, layer.stride]
  before.push(layer.weights, layer.channels, layer.factors, layer.offsets, addend, addendPlaces)
  const after = [layer.output, layer.places, layer.kind, ranges, sums]
  const view = new DataView(new ArrayBuffer(4 * (before.length + 1 + after.length)))
  for (const [at, value] of [...before, 0, ...after].entries()) view.setUint32(4 * at, value, true)
  view.setFloat32(4 * before.length, addendFactor, true)
  return new Uint8Array(view.buffer)
}

interface WeightShape {
  /** `[channels out, channels in, side, side]`. */
  readonly weights: Int8Array
  readonly channelsOut: number
  readonly channelsIn: number
  readonly side: number
}

/**
 * Weights in the order in which the kernel reads them: `[channels out / 8][rows][columns][channels in][8]`, where the
 * channels in that one multiplication sums up (four of 8 bits, two of 16) stand together, and missing ones are 0.
 */
export function packWeights(
  { weights, channelsOut, channelsIn, side }: WeightShape,
  input: { readonly channels: number; readonly bytesPerNumber: 1 | 2 | 4 },
): Int8Array | Int16Array {
  const length = channelsOut * side * side * input.channels
  const packed = input.bytesPerNumber === 1 ? new Int8Array(length) : new Int16Array(length)
  const together = 4 / input.bytesPerNumber
  let at = 0
  for (let block = 0; block < channelsOut; block += BLOCK)
    for (let place = 0; place < side * side; place += 1)
      for (let group = 0; group < input.channels; group += together)
        for (let out = block; out < block + BLOCK; out += 1)
          for (let channel = group; channel < group + together; channel += 1) {
            if (channel < channelsIn) packed[at] = weights[(out * channelsIn + channel) * side * side + place] ?? 0
            at += 1
          }
  return packed
}
