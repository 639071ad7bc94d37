import { type GraphNode, NotSupported, type OnnxGraph, type Weights } from './onnx-graph.js'

/** The number of steps of an activation with 8 bits, and with the 7 that the kernel multiplies. */
const STEPS_OF_8_BITS = 255
const STEPS_OF_7_BITS = 127
/**
 * Of the range that the model's file gives, which goes up to the most extreme value of any example: finer steps for all others
 * are worth more than that one (measured: mean cosine to fp32 0.9996 instead of 0.9995, lowest 0.9989 instead of 0.9984).
 */
const KEPT_RANGE = 0.85

/** A convolution with what follows it: an addition, and the cut below 0. In the numbers of the model, before rounding. */
export interface Convolution {
  readonly input: Convolution | 'pixels'
  /** `[channels out, channels in, side, side]`. */
  readonly weights: Int8Array
  /** What a step of the weights is worth, per channel out. */
  readonly steps: Float32Array
  readonly offsets: Float32Array
  readonly channelsOut: number
  readonly channelsIn: number
  readonly side: number
  readonly stride: number
  readonly addend: Convolution | undefined
  readonly positive: boolean
  /** What a step of its output is worth, with 7 bits; undefined where it is never rounded. */
  readonly step: number | undefined
}

/** `[rows, columns]` and an offset per row. */
export interface Affine {
  readonly matrix: Float32Array
  readonly offsets: Float32Array
  readonly rows: number
  readonly columns: number
}

export interface ResidualNetwork {
  readonly last: Convolution
  /** Of the means and maxima of the last convolution, means first. */
  readonly project: Affine
  /** Of each place of the last convolution. */
  readonly locate: Affine | undefined
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new NotSupported(what)
  return value
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new NotSupported(what)
}

/**
 * Understands a quantised residual net over pictures, in the form in which ONNX Runtime's static quantisation writes it
 * (quantise and dequantise around each operator), with its pooling and its projections.
 *
 * @param output The name of the vectors; `patches` that of the vectors of places, where they are wanted.
 * @throws NotSupported
 */
export function readResidualNetwork(graph: OnnxGraph, output: string, patches: string | undefined): ResidualNetwork {
  const reader = new Reader(graph)
  const gemm = reader.nearest(output, 'Gemm')
  const joined = reader.maker(gemm.inputs[0])
  check(joined.kind === 'Concat' && joined.inputs.length === 2, 'its pooling is of another kind')
  const [mean, most] = joined.inputs.map((name) => reader.maker(name))
  check(mean?.kind === 'ReduceMean' && most?.kind === 'ReduceMax', 'its pooling is of another kind')
  const last = reader.convolution(mean?.inputs[0])
  check(last === reader.convolution(most?.inputs[0]), 'it pools two things')
  check(gemm.attributes['transB']?.[0] === 1, 'its projection lies across')
  const project = affine(reader.floats(gemm.inputs[1]), reader.floats(gemm.inputs[2]))
  return { last, project, locate: patches === undefined ? undefined : readLocate(reader, patches) }
}

function readLocate(reader: Reader, output: string): Affine {
  const product = reader.nearest(output, 'MatMul')
  const sum = must(reader.usersOf(product, 'Add')[0], 'nothing is added to its patches')
  const name = sum.inputs.find((input) => reader.isWeights(input))
  return affine(transposed(reader.floats(product.inputs[1])), reader.floats(name))
}

function affine({ dims, values }: Weights, offsets: Weights): Affine {
  const [rows = 0, columns = 0] = dims
  check(columns % 8 === 0 && offsets.values.length === rows, 'a projection has an odd shape')
  return { matrix: Float32Array.from(values), offsets: Float32Array.from(offsets.values), rows, columns }
}

function transposed({ dims, values }: Weights): Weights {
  const [rows = 0, columns = 0] = dims
  const turned = Float32Array.from(values, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)] ?? 0)
  return { dims: [columns, rows], values: turned }
}

const ROUNDS = ['QuantizeLinear', 'DequantizeLinear']

/** Looks backwards from what a graph makes. */
class Reader {
  readonly #graph: OnnxGraph
  readonly #known = new Map<string, Convolution | 'pixels'>()

  constructor(graph: OnnxGraph) {
    this.#graph = graph
  }

  maker(name: string | undefined): GraphNode {
    return must(this.#graph.makers.get(name ?? ''), `nothing makes ${name}`)
  }

  nearest(name: string, kind: string): GraphNode {
    return must(this.#graph.nearest(name, kind), `it has no ${kind}`)
  }

  /** Nodes of this kind that take what `node` makes, rounded or not. */
  usersOf(node: GraphNode, kind: string): readonly GraphNode[] {
    const all = new Set(this.#graph.makers.values())
    return [...all].filter(
      (user) => user.kind === kind && user.inputs.some((input) => this.#beforeRounding(input).name === node.outputs[0]),
    )
  }

  isWeights(name: string): boolean {
    return this.#graph.weights.has(this.#beforeRounding(name).name)
  }

  /** Weights as they count, whether they are kept rounded or not. */
  floats(name: string | undefined): Weights {
    const plain = this.#graph.weights.get(name ?? '')
    if (plain !== undefined) return plain
    const { weights, steps, zero } = this.#quantised(name)
    const share = weights.values.length / steps.length
    const values = Float32Array.from(
      weights.values,
      (value, at) =>
        (value - (zero[zero.length === 1 ? 0 : Math.floor(at / share)] ?? 0)) * (steps[Math.floor(at / share)] ?? 0),
    )
    return { dims: weights.dims, values }
  }

  /** What made a value that pictures flow through. */
  convolution(name: string | undefined): Convolution {
    const found = this.#value(name)
    if (found === 'pixels') throw new NotSupported('it pools pixels')
    return found
  }

  #value(name = ''): Convolution | 'pixels' {
    const { name: exact, step } = this.#beforeRounding(name)
    const key = `${exact} ${step}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const made = this.#make(exact)
    // Rounding to bytes whose zero is 0 cuts off what is below, as the operator that was left out for it did.
    const value = made === 'pixels' || step === undefined ? made : { ...made, step, positive: true }
    this.#known.set(key, value)
    return value
  }

  #make(name: string): Convolution | 'pixels' {
    const node = this.#graph.makers.get(name)
    if (node === undefined) return 'pixels'
    if (node.kind === 'Conv') return this.#readConvolution(node)
    const [first, second] = node.inputs.map((input) => this.#value(input))
    if (node.kind === 'Relu' && first !== undefined && first !== 'pixels')
      return { ...first, positive: true, step: undefined }
    if (node.kind === 'Add' && first !== undefined && second !== undefined) return added(first, second)
    throw new NotSupported(`it has ${node.kind} among its convolutions`)
  }

  #readConvolution({ inputs, attributes }: GraphNode): Convolution {
    const { weights, steps, zero } = this.#quantised(inputs[1])
    const [channelsOut = 0, channelsIn = 0, side = 0] = weights.dims
    const [stride = 1] = attributes['strides'] ?? []
    if (!(weights.values instanceof Int8Array) || zero.some((value) => value !== 0))
      throw new NotSupported('its weights are not int8')
    check(channelsOut % 8 === 0, `a convolution has ${channelsOut} channels`)
    checkShape(weights.dims, attributes)
    const input = this.#value(inputs[0])
    check(input === 'pixels' || (input.positive && input.step !== undefined), 'what it convolves is not rounded')
    return {
      input,
      weights: weights.values,
      steps: channelsOut === steps.length ? steps : new Float32Array(channelsOut).fill(steps[0] ?? 0),
      offsets: Float32Array.from(this.floats(inputs[2]).values),
      ...{ channelsOut, channelsIn, side, stride },
      ...{ addend: undefined, positive: false, step: undefined },
    }
  }

  /** Goes back over rounding to what was rounded, and what its last step was worth. */
  #beforeRounding(name: string): { readonly name: string; readonly step: number | undefined } {
    let step: number | undefined
    for (let at = name; ; ) {
      const node = this.#graph.makers.get(at)
      if (node === undefined || !ROUNDS.includes(node.kind)) return { name: at, step }
      const zero = this.#graph.weights.get(node.inputs[2] ?? '')?.values
      const worth = this.#graph.weights.get(node.inputs[1] ?? '')?.values[0]
      if (zero instanceof Uint8Array && zero[0] === 0 && worth !== undefined)
        step ??= (KEPT_RANGE * worth * STEPS_OF_8_BITS) / STEPS_OF_7_BITS
      at = node.inputs[0] ?? ''
    }
  }

  #quantised(name: string | undefined): {
    readonly weights: Weights
    readonly steps: Float32Array
    readonly zero: readonly number[]
  } {
    const node = this.maker(name)
    check(node.kind === 'DequantizeLinear', 'its weights are not rounded')
    const [weights, steps, zero] = node.inputs.map((input) => this.#graph.weights.get(input))
    return {
      weights: must(weights, `${name} is not in the file`),
      steps: Float32Array.from(must(steps, `${name} has no scale`).values),
      zero: Array.from(zero?.values ?? [0]),
    }
  }
}

function checkShape([, , side = 0, across]: readonly number[], attributes: GraphNode['attributes']): void {
  check((side === 1 || side === 3) && across === side, `a convolution is ${side} x ${across}`)
  const wanted = { pads: (side - 1) / 2, strides: attributes['strides']?.[0] ?? 1, dilations: 1, group: 1 }
  const usual = { pads: 0, strides: 1, dilations: 1, group: 1 }
  for (const name of ['pads', 'strides', 'dilations', 'group'] as const) {
    const given = attributes[name] ?? [usual[name]]
    check(
      given.every((value) => value === wanted[name]),
      `a convolution has ${name} ${given}`,
    )
  }
}

/** A sum: one of both is a convolution to whose output the other is added. */
function added(first: Convolution | 'pixels', second: Convolution | 'pixels'): Convolution {
  if (first === 'pixels' || second === 'pixels') throw new NotSupported('it adds to pixels')
  const isPlain = ({ addend, positive }: Convolution) => addend === undefined && !positive
  // Of two that are both plain, the one that costs less is kept unrounded until the other needs it.
  const [base, addend] = isPlain(first) && (!isPlain(second) || second.side === 1) ? [first, second] : [second, first]
  check(isPlain(base), 'it adds what is already cut off')
  check(addend.positive ? addend.step !== undefined : addend.addend === undefined, 'it adds what is not rounded')
  return { ...base, addend, step: undefined }
}
