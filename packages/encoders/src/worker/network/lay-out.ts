import type { ImageTower } from '../../shared/model-manifest.js'
import type { Arena } from './arena.js'
import { NotSupported } from './onnx-graph.js'
import { BYTES, NUMBERS, POSITIVE, packLayer, packWeights, tiled } from './pack-layer.js'
import type { Convolution } from './read-convolutions.js'

/** Red, green, blue and one that is 0. */
const PIXEL_CHANNELS = 4
/** Levels of a colour on either side of 0: as fine as 16 bits allow where many products are summed. */
const MOST_LEVEL = 16_383

/** Pictures or activations in memory: rows of pixels of channels. Those that are convolved have a border of zeros. */
export interface Surface {
  readonly address: number
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly border: 0 | 1
  readonly bytesPerNumber: 1 | 2 | 4
  /** What a step of its numbers is worth. */
  readonly step: number
}

export interface LaidOut {
  readonly pixels: Surface
  /** Int16 `[3][256]`: what each byte of each colour becomes. */
  readonly levels: number
  /** In the order in which they are computed. `wide`: with numbers of 16 bits. */
  readonly layers: readonly { readonly address: number; readonly wide: boolean }[]
  readonly last: Surface
}

/** Writes everything into memory that the kernel needs to compute `last` from a picture. @throws NotSupported */
export function layOut(last: Convolution, tower: ImageTower, arena: Arena): LaidOut {
  return new Layout(tower, arena).finish(last)
}

class Layout {
  readonly #arena: Arena
  readonly #pixels: Surface
  readonly #levels: number
  readonly #surfaces = new Map<Convolution, Surface>()
  readonly #layers: { address: number; wide: boolean }[] = []

  constructor(tower: ImageTower, arena: Arena) {
    this.#arena = arena
    const { levels, step } = levelsOf(tower)
    this.#levels = arena.put(levels)
    this.#pixels = this.#surface({ ...tower, channels: PIXEL_CHANNELS, border: 1, bytesPerNumber: 2, step })
  }

  finish(convolution: Convolution): LaidOut {
    const last = this.#lay(convolution, convolution.positive ? POSITIVE : NUMBERS, 1)
    return { pixels: this.#pixels, levels: this.#levels, layers: this.#layers, last }
  }

  #surface(shape: Omit<Surface, 'address'>): Surface {
    const { width, height, channels, border, bytesPerNumber, step } = shape
    const bytes = (width + 2 * border) * (height + 2 * border) * channels * bytesPerNumber
    return { address: this.#arena.take(bytes), width, height, channels, border, bytesPerNumber, step }
  }

  /** Rounded where the model rounds it, else in numbers of which one is worth `unit`. */
  #surfaceOf(value: Convolution | 'pixels', unit: number): Surface {
    if (value === 'pixels') return this.#pixels
    const known = this.#surfaces.get(value)
    if (known !== undefined) return known
    const surface =
      value.positive && value.step !== undefined ? this.#lay(value, BYTES, value.step) : this.#lay(value, NUMBERS, unit)
    this.#surfaces.set(value, surface)
    return surface
  }

  #lay(convolution: Convolution, kind: number, unit: number): Surface {
    const { side, stride, channelsIn, channelsOut } = convolution
    const input = this.#surfaceOf(convolution.input, unit)
    const wide = convolution.input === 'pixels'
    if (channelsIn !== (wide ? 3 : input.channels)) throw new NotSupported('its channels do not fit together')
    const addend = convolution.addend && this.#surfaceOf(convolution.addend, unit)
    const sizeOut = (length: number) => Math.floor((length - 1) / stride) + 1
    const shape = { width: sizeOut(input.width), height: sizeOut(input.height), channels: channelsOut, step: unit }
    const bytesOut = kind === BYTES
    const output = this.#surface({ ...shape, border: bytesOut ? 1 : 0, bytesPerNumber: bytesOut ? 1 : 4 })
    if (addend && (addend.width !== output.width || addend.channels !== channelsOut))
      throw new NotSupported('what it adds is of another size')
    const pixelBytes = input.channels * input.bytesPerNumber
    const windows = this.#table(output, (x, y) => {
      const inset = side === 1 ? 1 : 0
      return ((y * stride + inset) * (input.width + 2) + x * stride + inset) * pixelBytes
    })
    const places = this.#table(output, (x, y) => placeOf(output, x, y))
    const layer = packLayer({
      ...{ input: input.address, windows, pixels: output.width * output.height },
      ...{ rows: side, rowBytes: side * pixelBytes, stride: (input.width + 2) * pixelBytes },
      ...{ weights: this.#arena.put(packWeights(convolution, input)), channels: channelsOut },
      factors: this.#arena.put(convolution.steps.map((step) => (step * input.step) / unit)),
      offsets: this.#arena.put(convolution.offsets.map((offset) => offset / unit)),
      ...{ output: output.address, places, kind },
      ...(addend && {
        ...{ addend: addend.address, addendPlaces: this.#table(addend, (x, y) => placeOf(addend, x, y)) },
        addendFactor: addend.bytesPerNumber === 1 ? addend.step / unit : 0,
      }),
    })
    this.#layers.push({ address: this.#arena.put(layer), wide })
    return output
  }

  /** A number per pixel, in full tiles: the last pixel stands for those that are missing. */
  #table({ width, height }: Surface, numberOf: (x: number, y: number) => number): number {
    const count = width * height
    return this.#arena.put(
      Uint32Array.from({ length: tiled(count) }, (_, at) => {
        const pixel = Math.min(at, count - 1)
        return numberOf(pixel % width, Math.floor(pixel / width))
      }),
    )
  }
}

function placeOf({ width, channels, border }: Surface, x: number, y: number): number {
  return ((y + border) * (width + 2 * border) + x + border) * channels
}

/** Normalised colours in whole steps. What lies outside of a picture is 0, as it is in the model. */
function levelsOf({ mean, std }: ImageTower): { readonly levels: Int16Array; readonly step: number } {
  const colour = (at: number) => {
    const channel = at >> 8
    return ((at & 255) / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1)
  }
  const values = Float64Array.from({ length: 3 * 256 }, (_, at) => colour(at))
  const step = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / MOST_LEVEL
  return { levels: Int16Array.from(values, (value) => Math.round(value / step)), step }
}
