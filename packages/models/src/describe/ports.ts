import { cannotUse } from '../json.js'
import type { Graph, Port } from '../onnx/graph.js'

/** The first of the wanted outputs that the graph has. @throws LocavoreError `model-invalid` */
export function floatOutput({ outputs }: Graph, wanted: readonly string[], tower: string): Port {
  const output = wanted.map((name) => outputs.find((port) => port.name === name)).find((port) => port !== undefined)
  if (output === undefined) {
    const found = outputs.map(({ name }) => name).join(', ')
    throw cannotUse(
      `The ${tower} model gives ${found || 'nothing'}, but none of ${wanted.join(', ')}. Choose a conversion for transformers.js.`,
    )
  }
  if (output.type === 'float32') return output
  throw cannotUse(`The output ${output.name} is ${output.type}, our encoder reads float32. Choose another --variant.`)
}

/** The one float32 input of a tower that reads pictures or sounds. @throws LocavoreError `model-invalid` */
export function floatInput({ inputs }: Graph, name: string, tower: string, advice: string): Port {
  const input = inputs.find((port) => port.name === name)
  const other = inputs.find((port) => port !== input)
  if (input === undefined || other !== undefined) {
    const wants = inputs.map((port) => port.name).join(', ')
    throw cannotUse(`The ${tower} model wants ${wants || 'nothing'}; our encoder gives ${name} alone. ${advice}`)
  }
  if (input.type === 'float32') return input
  throw cannotUse(`The input ${name} is ${input.type}, our encoder gives float32. Choose another --variant.`)
}
