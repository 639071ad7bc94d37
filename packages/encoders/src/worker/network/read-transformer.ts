import { type GraphNode, NotSupported, type OnnxGraph, type Weights } from './onnx-graph.js'

/** Rounded weights `[rows][columns]`, what a step of them is worth, and what is added, per row. */
export interface Linear {
  readonly weights: Int8Array
  readonly steps: Float32Array
  readonly offsets: Float32Array
  readonly rows: number
  readonly columns: number
}

export interface Norm {
  readonly factors: Float32Array
  readonly offsets: Float32Array
}

export interface TransformerLayer {
  readonly attentionNorm: Norm
  readonly queries: Linear
  readonly keys: Linear
  readonly values: Linear
  readonly heads: number
  readonly merge: Linear
  readonly hiddenNorm: Norm
  readonly widen: Linear
  readonly narrow: Linear
}

export interface Transformer {
  /** `[words][width]`: value = (byte - zero) * step. */
  readonly words: Uint8Array
  readonly step: number
  readonly zero: number
  /** `[tokens][width]`. */
  readonly places: Float32Array
  readonly width: number
  readonly layers: readonly TransformerLayer[]
  readonly norm: Norm
  /** Of the mean over all tokens. */
  readonly project: Linear
}

interface Use {
  readonly input: string
  readonly linear: Linear
}

/**
 * Understands a pre-norm transformer over words whose products were quantised dynamically by ONNX Runtime: attention,
 * GELU by the error function, the mean over tokens, one projection.
 *
 * @throws NotSupported
 */
export function readTransformer(graph: OnnxGraph, output: string): Transformer {
  const reader = new Reader(graph)
  const project = reader.use(reader.around(reader.nearest(output, 'MatMulInteger')))
  const norm = reader.nearest(project.input, 'LayerNormalization')
  const layers: TransformerLayer[] = []
  let value = norm.inputs[0] ?? ''
  for (let block = reader.block(value); block !== undefined; block = reader.block(value)) {
    layers.unshift(block.layer)
    value = block.input
  }
  return { ...reader.embedding(value), layers, norm: reader.norm(norm), project: project.linear }
}

/** `[columns][rows]` to `[rows][columns]`. */
function transposed(values: Int8Array, columns: number, rows: number): Int8Array {
  const turned = new Int8Array(values.length)
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      turned[row * columns + column] = values[column * rows + row] ?? 0
  return turned
}

/** Looks backwards from what a graph makes. */
class Reader {
  readonly #graph: OnnxGraph

  constructor(graph: OnnxGraph) {
    this.#graph = graph
  }

  maker(name: string | undefined, kind: string): GraphNode {
    const node = this.#graph.makers.get(name ?? '')
    if (node?.kind === kind) return node
    throw new NotSupported(`${name} is made by ${node?.kind ?? 'nothing'}, not ${kind}`)
  }

  weights(name: string | undefined): Weights {
    const weights = this.#graph.weights.get(name ?? '')
    if (weights !== undefined) return weights
    throw new NotSupported(`${name} is no constant`)
  }

  nearest(name: string, kind: string): GraphNode {
    const node = this.#graph.nearest(name, kind)
    if (node !== undefined) return node
    throw new NotSupported(`${name} follows from no ${kind}`)
  }

  /** The sum of which a rounded product is a part. */
  around(product: GraphNode): string {
    for (const [name, { kind }] of this.#graph.makers) {
      if (kind === 'Add' && this.#isLinear(name) && this.#graph.nearest(name, 'MatMulInteger') === product) return name
    }
    throw new NotSupported('nothing is added to a product')
  }

  #isLinear(name: string): boolean {
    const inputs = this.#graph.makers.get(name)?.inputs ?? []
    return inputs.length === 2 && inputs.some((input) => this.#graph.weights.has(input))
  }

  /** A product with rounded weights, and what is added to it. */
  use(name: string | undefined): Use {
    const sum = this.maker(name, 'Add')
    const [first, second] = sum.inputs
    const [offset, rest] = this.#graph.weights.has(first ?? '') ? [first, second] : [second, first]
    const scaled = this.maker(rest, 'Mul')
    const cast = this.maker(scaled.inputs[0], 'Cast')
    const product = this.maker(cast.inputs[0], 'MatMulInteger')
    const scales = this.maker(scaled.inputs[1], 'Mul').inputs.find((input) => this.#graph.weights.has(input))
    const zero = product.inputs[3] === undefined ? [0] : Array.from(this.weights(product.inputs[3]).values)
    const { dims, values } = this.weights(product.inputs[1])
    const [columns = 0, rows = 0] = dims
    const steps = this.weights(scales).values
    if (!(values instanceof Int8Array) || zero.some((each) => each !== 0) || steps.length !== rows || rows % 8 !== 0)
      throw new NotSupported('weights are rounded in another way')
    return {
      input: this.maker(product.inputs[0], 'DynamicQuantizeLinear').inputs[0] ?? '',
      linear: {
        weights: transposed(values, columns, rows),
        steps: Float32Array.from(steps),
        offsets: Float32Array.from(this.weights(offset).values),
        ...{ rows, columns },
      },
    }
  }

  norm(node: GraphNode): Norm {
    const [, factors, offsets] = node.inputs
    return {
      factors: Float32Array.from(this.weights(factors).values),
      offsets: Float32Array.from(this.weights(offsets).values),
    }
  }

  /** The layer that ends in this sum, and what went into it; undefined where none does. */
  block(name: string): { readonly layer: TransformerLayer; readonly input: string } | undefined {
    const end = this.#residual(name)
    if (end === undefined) return undefined
    const error = this.nearest(end.use.input, 'Erf')
    const widen = this.use(this.maker(error.inputs[0], 'Div').inputs[0])
    const hiddenNorm = this.maker(widen.input, 'LayerNormalization')
    const middle = this.#residual(hiddenNorm.inputs[0] ?? '')
    if (middle === undefined || hiddenNorm.inputs[0] !== end.input) throw new NotSupported('a layer has no attention')
    const { attentionNorm, ...attention } = this.#attention(middle.use.input)
    if (attentionNorm.inputs[0] !== middle.input) throw new NotSupported('attention looks elsewhere')
    const layer = {
      ...attention,
      attentionNorm: this.norm(attentionNorm),
      merge: middle.use.linear,
      hiddenNorm: this.norm(hiddenNorm),
      widen: widen.linear,
      narrow: end.use.linear,
    }
    return { layer, input: middle.input }
  }

  #residual(name: string): { readonly input: string; readonly use: Use } | undefined {
    const { kind, inputs } = this.#graph.makers.get(name) ?? { kind: '', inputs: [] }
    const branch = inputs.find((input) => this.#graph.makers.get(input)?.kind === 'Add' && this.#isLinear(input))
    const input = inputs.find((each) => each !== branch)
    return kind !== 'Add' || branch === undefined || input === undefined ? undefined : { input, use: this.use(branch) }
  }

  #attention(merged: string): Pick<TransformerLayer, 'queries' | 'keys' | 'values' | 'heads'> & {
    readonly attentionNorm: GraphNode
  } {
    const blend = this.nearest(merged, 'MatMul')
    const masked = this.maker(this.maker(blend.inputs[0], 'Softmax').inputs[0], 'Add')
    const scaled = masked.inputs.map((input) => this.#graph.makers.get(input)).find((node) => node?.kind === 'Mul')
    const scores = this.maker(scaled?.inputs[0], 'MatMul')
    const [queries, keys, values] = [...scores.inputs, blend.inputs[1]].map((each) => this.use(this.#unshaped(each)))
    if (!queries || !keys || !values || queries.input !== keys.input || keys.input !== values.input)
      throw new NotSupported('attention has several inputs')
    // Scores are divided by the root of a head's width.
    const width = Math.round((this.weights(scaled?.inputs[1]).values[0] ?? 1) ** -2)
    if (width % 16 !== 0 || queries.linear.rows % width !== 0) throw new NotSupported(`a head is ${width} wide`)
    return {
      attentionNorm: this.maker(queries.input, 'LayerNormalization'),
      ...{ queries: queries.linear, keys: keys.linear, values: values.linear },
      heads: queries.linear.rows / width,
    }
  }

  #unshaped(name: string | undefined): string | undefined {
    return this.maker(this.maker(name, 'Transpose').inputs[0], 'Reshape').inputs[0]
  }

  embedding(name: string): Pick<Transformer, 'words' | 'step' | 'zero' | 'places' | 'width'> {
    const [word, place] = this.maker(name, 'Add').inputs
    const [rounded, step, zero] = this.maker(word, 'DequantizeLinear').inputs
    const { values, dims } = this.weights(this.maker(rounded, 'Gather').inputs[0])
    if (!(values instanceof Uint8Array)) throw new NotSupported('words are rounded in another way')
    return {
      words: values,
      step: this.weights(step).values[0] ?? 0,
      zero: this.weights(zero).values[0] ?? 0,
      places: Float32Array.from(this.weights(this.maker(place, 'Slice').inputs[0]).values),
      width: dims[1] ?? 0,
    }
  }
}
