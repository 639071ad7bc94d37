import { LocavoreError } from '@locavore/core'
import { type Field, readFields, textOf } from './protobuf.js'

/** Numbers of fields and types in onnx.proto. */
const MODEL_GRAPH = 7
export const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13 } as const
const NODE = { input: 1, output: 2, attribute: 5 } as const
const ATTRIBUTE = { graph: 6, graphs: 11 } as const
const TENSOR = { floatData: 4, name: 8, rawData: 9, dataLocation: 14 } as const
const TYPES: Readonly<Record<number, string>> = { 1: 'float32', 6: 'int32', 7: 'int64', 9: 'bool', 10: 'float16' }

export interface Port {
  readonly name: string
  /** `float32`, `int64`, or another word, or the number of a type that has none here. */
  readonly type: string
  /** A number where it is fixed. */
  readonly shape: readonly (number | undefined)[]
  readonly field: Field
}

export interface Node {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly field: Field
}

export interface Graph {
  readonly bytes: Uint8Array
  readonly field: Field
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  readonly nodes: readonly Node[]
  /** Name -> where the weight lies in the file. */
  readonly weights: ReadonlyMap<string, Field>
  /** Whether weights lie in a file of their own beside this one. */
  readonly hasOutsideWeights: boolean
}

/** Reads what an ONNX file wants and gives, without touching its weights. @throws LocavoreError `model-invalid` */
export function readGraph(bytes: Uint8Array): Graph {
  const field = [...readFields(bytes, 0, bytes.length)].find(({ number, wire }) => number === MODEL_GRAPH && wire === 2)
  if (field === undefined) throw new LocavoreError('model-invalid', 'An ONNX file of the model holds no graph.')
  const weights = new Map<string, Field>()
  const ports: { input: Port[]; output: Port[] } = { input: [], output: [] }
  const nodes: Node[] = []
  let hasOutsideWeights = false
  for (const part of readFields(bytes, field.valueStart, field.end)) {
    if (part.number === GRAPH.node) nodes.push(readNode(bytes, part))
    else if (part.number === GRAPH.input) ports.input.push(readPort(bytes, part))
    else if (part.number === GRAPH.output) ports.output.push(readPort(bytes, part))
    else if (part.number === GRAPH.initializer) {
      const tensor = [...readFields(bytes, part.valueStart, part.end)]
      const name = tensor.find(({ number }) => number === TENSOR.name)
      if (name !== undefined) weights.set(textOf(bytes, name), part)
      hasOutsideWeights ||= tensor.some(({ number, varint }) => number === TENSOR.dataLocation && varint === 1)
    }
  }
  // Old files list weights among the inputs too.
  const inputs = ports.input.filter(({ name }) => !weights.has(name))
  return { bytes, field, inputs, outputs: ports.output, nodes, weights, hasOutsideWeights }
}

/** A node with what it reads, also inside the graphs of its branches and loops. */
function readNode(bytes: Uint8Array, field: Field): Node {
  const inputs: string[] = []
  const outputs: string[] = []
  for (const part of readFields(bytes, field.valueStart, field.end)) {
    if (part.number === NODE.input) inputs.push(textOf(bytes, part))
    else if (part.number === NODE.output) outputs.push(textOf(bytes, part))
    else if (part.number === NODE.attribute) inputs.push(...readsInside(bytes, part))
  }
  return { inputs, outputs, field }
}

function readsInside(bytes: Uint8Array, attribute: Field): string[] {
  const graphs = [...readFields(bytes, attribute.valueStart, attribute.end)].filter(
    ({ number, wire }) => wire === 2 && (number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs),
  )
  return graphs.flatMap((graph) =>
    [...readFields(bytes, graph.valueStart, graph.end)].flatMap((part) => {
      if (part.number === GRAPH.node) return readNode(bytes, part).inputs
      // What a branch gives may be a value of the graph around it.
      return part.number === GRAPH.output ? [readPort(bytes, part).name] : []
    }),
  )
}

/** ValueInfoProto: name 1, type 2 > tensor 1 > element type 1, shape 2 > dimension 1 > value 1. */
function readPort(bytes: Uint8Array, field: Field): Port {
  const parts = [...readFields(bytes, field.valueStart, field.end)]
  const name = parts.find(({ number }) => number === 1)
  const tensor = inside(bytes, inside(bytes, parts, 2), 1)
  const type = tensor.find(({ number, wire }) => number === 1 && wire === 0)?.varint ?? 0
  const dimensions = inside(bytes, tensor, 2).filter(({ number }) => number === 1)
  const shape = dimensions.map((dimension) => {
    const value = [...readFields(bytes, dimension.valueStart, dimension.end)].find(({ number }) => number === 1)
    return value === undefined || value.varint < 1 ? undefined : value.varint
  })
  return { name: name === undefined ? '' : textOf(bytes, name), type: TYPES[type] ?? `type ${type}`, shape, field }
}

function inside(bytes: Uint8Array, fields: readonly Field[], number: number): Field[] {
  const field = fields.find((candidate) => candidate.number === number && candidate.wire === 2)
  return field === undefined ? [] : [...readFields(bytes, field.valueStart, field.end)]
}

/** The value of a weight that is one float32, as a trained logit scale is. */
export function scalarWeight({ bytes, weights }: Graph, ending: string): number | undefined {
  const name = [...weights.keys()].find((candidate) => candidate.endsWith(ending))
  const field = name === undefined ? undefined : weights.get(name)
  if (field === undefined) return undefined
  const data = [...readFields(bytes, field.valueStart, field.end)].find(
    ({ number, wire, end, valueStart }) =>
      wire === 2 && (number === TENSOR.rawData || number === TENSOR.floatData) && end - valueStart === 4,
  )
  return data === undefined ? undefined : Buffer.from(bytes.buffer, bytes.byteOffset).readFloatLE(data.valueStart)
}
