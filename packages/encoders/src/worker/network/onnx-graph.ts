import { type Field, numbersOf, readFields } from './protobuf.js'

/** The kinds of numbers that weights are kept in, by ONNX's `TensorProto.DataType`. */
const FLOAT = 1
const UINT8 = 2
const INT8 = 3
const INT32 = 6

export type Values = Float32Array | Uint8Array | Int8Array | Int32Array

export interface Weights {
  readonly dims: readonly number[]
  readonly values: Values
}

export interface GraphNode {
  readonly kind: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Whole numbers, by the attribute's name. */
  readonly attributes: Readonly<Record<string, readonly number[]>>
}

/** The graph has something that the kernel does not compute. */
export class NotSupported extends Error {}

/** What of a model file says how its numbers are computed. */
export class OnnxGraph {
  readonly weights: ReadonlyMap<string, Weights>
  /** By the name of what they make. */
  readonly makers: ReadonlyMap<string, GraphNode>

  constructor(weights: ReadonlyMap<string, Weights>, makers: ReadonlyMap<string, GraphNode>) {
    this.weights = weights
    this.makers = makers
  }

  /** The node of this kind from which `name` follows over the fewest others. */
  nearest(name: string, kind: string): GraphNode | undefined {
    const seen = new Set<string>()
    for (let ring = [name]; ring.length > 0; ) {
      const nodes = ring.map((each) => this.makers.get(each)).filter((node) => node !== undefined)
      const found = nodes.find((node) => node.kind === kind)
      if (found !== undefined) return found
      ring = nodes.flatMap(({ inputs }) => inputs).filter((each) => !seen.has(each))
      for (const each of ring) seen.add(each)
    }
    return undefined
  }
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const named = (fields: readonly Field[], number: number) => fields.filter((field) => field.number === number)

/**
 * Reads a model file (ONNX, `ModelProto`). Weights of a kind that is not known, and those outside the file, are left out.
 *
 * @throws RangeError for what is no such file
 */
export function readOnnxGraph(model: Uint8Array): OnnxGraph {
  const weights = new Map<string, Weights>()
  const makers = new Map<string, GraphNode>()
  for (const graph of readFields(model)) {
    if (graph.number !== 7) continue
    for (const { number, bytes } of readFields(graph.bytes)) {
      if (number === 1) {
        const node = readNode(bytes)
        for (const output of node.outputs) makers.set(output, node)
        const constant = node.kind === 'Constant' ? readConstant(bytes) : undefined
        if (constant !== undefined) weights.set(node.outputs[0] ?? '', constant)
      }
      if (number === 5) {
        const { name, ...tensor } = readTensor(bytes)
        if (tensor.values !== undefined) weights.set(name, { dims: tensor.dims, values: tensor.values })
      }
    }
  }
  return new OnnxGraph(weights, makers)
}

function readNode(message: Uint8Array): GraphNode {
  const fields = [...readFields(message)]
  const texts = (number: number) => named(fields, number).map(({ bytes }) => text(bytes))
  return {
    kind: texts(4)[0] ?? '',
    inputs: texts(1),
    outputs: texts(2),
    attributes: Object.fromEntries(named(fields, 5).map(({ bytes }) => readAttribute(bytes))),
  }
}

function readAttribute(message: Uint8Array): readonly [string, readonly number[]] {
  const fields = [...readFields(message)]
  const [name] = named(fields, 1)
  const whole = [...named(fields, 3), ...named(fields, 8)].flatMap(numbersOf)
  return [name === undefined ? '' : text(name.bytes), whole]
}

/** A number or a few that stand in the graph itself. */
function readConstant(node: Uint8Array): Weights | undefined {
  const [attribute] = named([...readFields(node)], 5)
  const [tensor] = attribute === undefined ? [] : named([...readFields(attribute.bytes)], 5)
  if (tensor === undefined) return undefined
  const { dims, values } = readTensor(tensor.bytes)
  return values && { dims, values }
}

function readTensor(message: Uint8Array): {
  readonly name: string
  readonly dims: readonly number[]
  readonly values: Values | undefined
} {
  const fields = [...readFields(message)]
  const [name] = named(fields, 8)
  const [raw] = named(fields, 9)
  const kind = named(fields, 2)[0]?.value ?? 0
  return {
    name: name === undefined ? '' : text(name.bytes),
    dims: named(fields, 1).flatMap(numbersOf),
    values: raw === undefined ? listed(fields, kind) : rawValues(raw.bytes, kind),
  }
}

/** Numbers that stand one by one in fields of their own: small tensors of some writers. */
function listed(fields: readonly Field[], kind: number): Values | undefined {
  if (kind === FLOAT) {
    const all = named(fields, 4).flatMap(({ value, bytes }) =>
      bytes.length === 0 ? [value] : Array.from(rawValues(bytes, FLOAT) ?? []),
    )
    return Float32Array.from(all)
  }
  const all = named(fields, 5).flatMap(numbersOf)
  if (kind === UINT8) return Uint8Array.from(all)
  // Numbers below 0 are written as 64 bits, of which the lowest are kept.
  if (kind === INT8) return Int8Array.from(all, (value) => value % 256)
  return kind === INT32 ? Int32Array.from(all) : undefined
}

function rawValues(bytes: Uint8Array, kind: number): Values | undefined {
  // A copy, because the numbers need not begin where their kind may. `slice` makes none of Node's buffers.
  const { buffer } = new Uint8Array(bytes)
  if (kind === FLOAT) return new Float32Array(buffer)
  if (kind === UINT8) return new Uint8Array(buffer)
  if (kind === INT8) return new Int8Array(buffer)
  return kind === INT32 ? new Int32Array(buffer) : undefined
}
