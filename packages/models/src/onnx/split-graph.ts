import { GRAPH, type Graph } from './graph.js'
import { readFields, textOf, writeField } from './protobuf.js'

/**
 * The part of a graph that one output needs, as an ONNX file of its own. Models that hold both towers in one file would
 * make a visitor fetch and run both for either.
 */
export function splitGraph(graph: Graph, output: string): Uint8Array {
  const { bytes, field } = graph
  const needed = reach(graph, output)
  const parts: Uint8Array[] = []
  const weights = new Map([...graph.weights].map(([name, weight]) => [weight.start, name]))
  const nodes = new Map(graph.nodes.map((node) => [node.field.start, node]))
  for (const part of readFields(bytes, field.valueStart, field.end)) {
    const keep = () => parts.push(bytes.subarray(part.start, part.end))
    if (part.number === GRAPH.node) {
      if (nodes.get(part.start)?.outputs.some((name) => needed.has(name))) keep()
    } else if (part.number === GRAPH.initializer) {
      if (needed.has(weights.get(part.start) ?? '')) keep()
    } else if (part.number === GRAPH.input) {
      if (needed.has(nameOf(bytes, part.valueStart, part.end))) keep()
    } else if (part.number === GRAPH.output) {
      if (nameOf(bytes, part.valueStart, part.end) === output) keep()
    } else if (part.number !== GRAPH.valueInfo) keep()
  }
  return Buffer.concat([
    bytes.subarray(0, field.start),
    writeField(field.number, Buffer.concat(parts)),
    bytes.subarray(field.end),
  ])
}

/** Every value that the output is made of. */
function reach({ nodes }: Graph, output: string): ReadonlySet<string> {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const needed = new Set([output])
  // A set is walked in the order of insertion, and what is added on the way is walked too.
  for (const name of needed) for (const input of makers.get(name)?.inputs ?? []) needed.add(input)
  return needed
}

function nameOf(bytes: Uint8Array, start: number, end: number): string {
  const name = [...readFields(bytes, start, end)].find(({ number }) => number === 1)
  return name === undefined ? '' : textOf(bytes, name)
}
