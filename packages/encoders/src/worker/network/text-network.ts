import type { TextTower } from '../../shared/model-manifest.js'
import { Arena } from './arena.js'
import { type Kernel, unit, withKernel } from './kernel.js'
import { readOnnxGraph } from './onnx-graph.js'
import { NUMBERS, PIXELS_AT, packLayer, packWeights, tiled } from './pack-layer.js'
import { type Linear, type Norm, readTransformer, type Transformer, type TransformerLayer } from './read-transformer.js'

interface PlacedNorm {
  readonly factors: number
  readonly offsets: number
}

interface PlacedLayer {
  readonly attentionNorm: PlacedNorm
  readonly mix: readonly number[]
  readonly heads: number
  readonly merge: number
  readonly hiddenNorm: PlacedNorm
  readonly widen: number
  readonly narrow: number
  readonly hidden: number
}

/** Keys that the kernel compares together; what it reads beyond the last one it does not use. */
const MOST_AT_ONCE = 4

/** Buffers for the longest text. All but `bytes` in float32. */
interface Buffers {
  readonly ids: number
  readonly states: number
  readonly normed: number
  readonly bytes: number
  readonly ranges: number
  readonly wide: number
  readonly scores: number
  readonly answer: number
}

/**
 * A quantised transformer over words, run by the kernel that serves pictures: each token's values are rounded to 7 bits in
 * a range of their own. Texts are read one after the other at their own length, so nothing is ever filled up.
 */
export class TextNetwork {
  readonly #kernel: Kernel
  readonly #arena: Arena
  readonly #model: Omit<Transformer, 'layers' | 'norm' | 'project' | 'words' | 'places'>
  readonly #words: number
  readonly #places: number
  readonly #mostTokens: number
  readonly #buffers: Buffers
  readonly #rows = new Map<number, number>()
  readonly #layers: readonly PlacedLayer[]
  readonly #norm: PlacedNorm
  readonly #project: number
  readonly #dimensions: number

  private constructor(kernel: Kernel, model: Uint8Array, tower: TextTower) {
    const transformer = readTransformer(readOnnxGraph(model), tower.output)
    const { step, zero, width, layers, project } = transformer
    this.#kernel = kernel
    this.#arena = new Arena(kernel.memory)
    this.#model = { step, zero, width }
    this.#mostTokens = tower.maxTokens
    this.#words = this.#arena.put(transformer.words)
    this.#places = this.#arena.put(transformer.places)
    const rows = tiled(tower.maxTokens) + MOST_AT_ONCE
    const widest = Math.max(width, ...layers.map(({ widen }) => widen.rows))
    const numbers = (columns: number) => this.#arena.take(4 * rows * columns)
    this.#buffers = {
      ...{ ids: numbers(1), states: numbers(width), normed: numbers(width), ranges: numbers(2), scores: numbers(1) },
      ...{ bytes: this.#arena.take(rows * widest), wide: numbers(Math.max(widest, 3 * width)) },
      answer: this.#arena.take(4 * tiled(1) * project.rows),
    }
    this.#layers = layers.map((layer) => this.#place(layer))
    this.#norm = this.#placeNorm(transformer.norm)
    this.#project = this.#placeLinear(project, this.#buffers.answer, project.rows)
    this.#dimensions = project.rows
  }

  /**
   * @param model The file of the tower, which is not kept.
   * @returns undefined where the browser has no relaxed SIMD, or the model is of another kind
   */
  static async open(model: Uint8Array, tower: TextTower): Promise<TextNetwork | undefined> {
    const isPlain = tower.pooling === undefined && tower.padTo === undefined && tower.inputs.types === undefined
    return isPlain ? withKernel((kernel) => new TextNetwork(kernel, model, tower)) : undefined
  }

  /** @param texts Ids, each at least one and no more than the tower reads. @returns `[texts, dimensions]`, of length 1 */
  run(texts: readonly (readonly number[])[]): Float32Array {
    const vectors = new Float32Array(texts.length * this.#dimensions)
    texts.forEach((ids, row) => {
      vectors.set(this.#encode(ids), row * this.#dimensions)
    })
    return vectors
  }

  #placeNorm({ factors, offsets }: Norm): PlacedNorm {
    return { factors: this.#arena.put(factors), offsets: this.#arena.put(offsets) }
  }

  /** @param outColumns from one row of the output to the next; with `residual`, what is there is added to */
  #placeLinear(linear: Linear, output: number, outColumns: number, residual = false): number {
    const { weights, steps, offsets, rows: channelsOut, columns: channelsIn } = linear
    const shape = { weights, channelsOut, channelsIn, side: 1 }
    const sums = steps.map((step, row) => {
      const own = weights.subarray(row * channelsIn, (row + 1) * channelsIn)
      return step * own.reduce((sum, weight) => sum + weight, 0)
    })
    const places = this.#table(outColumns)
    return this.#arena.put(
      packLayer({
        ...{ input: this.#buffers.bytes, windows: this.#table(channelsIn), pixels: this.#mostTokens },
        ...{ rows: 1, rowBytes: channelsIn, stride: channelsIn },
        weights: this.#arena.put(packWeights(shape, { channels: channelsIn, bytesPerNumber: 1 })),
        ...{ channels: channelsOut, factors: this.#arena.put(steps), offsets: this.#arena.put(offsets) },
        ...{ output, places, kind: NUMBERS, ranges: this.#buffers.ranges, sums: this.#arena.put(sums) },
        ...(residual ? { addend: output, addendPlaces: places } : {}),
      }),
    )
  }

  /** Where each row begins. */
  #table(columns: number): number {
    const known = this.#rows.get(columns)
    if (known !== undefined) return known
    const table = this.#arena.put(Uint32Array.from({ length: tiled(this.#mostTokens) }, (_, row) => row * columns))
    this.#rows.set(columns, table)
    return table
  }

  #place({
    queries,
    keys,
    values,
    heads,
    merge,
    widen,
    narrow,
    attentionNorm,
    hiddenNorm,
  }: TransformerLayer): PlacedLayer {
    const { states, wide } = this.#buffers
    const { width } = this.#model
    return {
      attentionNorm: this.#placeNorm(attentionNorm),
      mix: [queries, keys, values].map((each, at) => this.#placeLinear(each, wide + 4 * at * width, 3 * width)),
      merge: this.#placeLinear(merge, states, width, true),
      hiddenNorm: this.#placeNorm(hiddenNorm),
      widen: this.#placeLinear(widen, wide, widen.rows),
      narrow: this.#placeLinear(narrow, states, width, true),
      ...{ heads, hidden: widen.rows },
    }
  }

  #encode(ids: readonly number[]): Float32Array {
    const { step, zero, width } = this.#model
    const kernel = this.#kernel
    const { ids: list, states, normed, answer } = this.#buffers
    const tokens = ids.length
    if (tokens < 1 || tokens > this.#mostTokens) throw new RangeError(`a text has ${tokens} tokens`)
    new Int32Array(kernel.memory.buffer, list, tokens).set(ids)
    kernel.embed(list, tokens, width, this.#words, step, zero, this.#places, states)
    for (const layer of this.#layers) this.#compute(layer, tokens)
    kernel.normalise(states, tokens, width, this.#norm.factors, this.#norm.offsets, normed)
    kernel.average(normed, tokens, width, this.#buffers.wide)
    this.#multiply(this.#buffers.wide, 1, width, [this.#project])
    return unit(new Float32Array(kernel.memory.buffer, answer, this.#dimensions))
  }

  #compute(layer: PlacedLayer, tokens: number): void {
    const { width } = this.#model
    const { states, normed, wide, scores } = this.#buffers
    const kernel = this.#kernel
    kernel.normalise(states, tokens, width, layer.attentionNorm.factors, layer.attentionNorm.offsets, normed)
    this.#multiply(normed, tokens, width, layer.mix)
    kernel.attend(wide, tokens, layer.heads, width / layer.heads, scores, normed)
    this.#multiply(normed, tokens, width, [layer.merge])
    kernel.normalise(states, tokens, width, layer.hiddenNorm.factors, layer.hiddenNorm.offsets, normed)
    this.#multiply(normed, tokens, width, [layer.widen])
    kernel.gelu(wide, tokens * layer.hidden)
    this.#multiply(wide, tokens, layer.hidden, [layer.narrow])
  }

  /** Rounds the rows and puts them through products that read the same. */
  #multiply(input: number, rows: number, columns: number, products: readonly number[]): void {
    this.#kernel.round(input, rows, columns, this.#buffers.bytes, this.#buffers.ranges)
    const view = new DataView(this.#kernel.memory.buffer)
    for (const product of products) {
      view.setUint32(product + PIXELS_AT, tiled(rows), true)
      this.#kernel.convolve(product)
    }
  }
}
