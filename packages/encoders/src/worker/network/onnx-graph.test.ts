import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readOnnxGraph } from './onnx-graph.js'
import { numbersOf, readFields } from './protobuf.js'

const model = new Uint8Array(
  readFileSync(new URL('../../../../nano/model/onnx/vision_model_quantized.onnx', import.meta.url)),
)

/** As protocol buffers write whole numbers. */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))]
}

test('fields are read as they were written', () => {
  const field = fc.record({ number: fc.integer({ min: 1, max: 500 }), value: fc.integer({ min: 0, max: 2 ** 48 }) })
  fc.assert(
    fc.property(fc.array(field), fc.uint8Array({ minLength: 1 }), (fields, bytes) => {
      const written = fields.flatMap(({ number, value }) => [...varint(number * 8), ...varint(value)])
      const tail = [...varint(9 * 8 + 2), ...varint(bytes.length), ...bytes]
      const read = [...readFields(Uint8Array.from([...written, ...tail]))]
      expect(read.slice(0, -1).map(({ number, value }) => ({ number, value }))).toEqual(fields)
      expect(read.at(-1)?.bytes).toEqual(bytes)
    }),
  )
})

test('a list of numbers may stand in one piece', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), (numbers) => {
      const bytes = Uint8Array.from(numbers.flatMap(varint))
      expect(numbersOf({ number: 1, value: 0, bytes })).toEqual(numbers)
    }),
  )
})

test('a graph has its nodes by what they make, and its weights in their shapes', () => {
  const { weights, makers } = readOnnxGraph(model)
  const convolutions = [...new Set(makers.values())].filter(({ kind }) => kind === 'Conv')
  expect(convolutions).toHaveLength(14)
  for (const { attributes } of convolutions) expect(attributes['strides']).toHaveLength(2)
  for (const { dims, values } of weights.values())
    expect(values).toHaveLength(dims.reduce((product, dim) => product * dim, 1))
})

test('whatever is cut off or changed, reading ends', () => {
  fc.assert(
    fc.property(fc.nat(model.length - 1), fc.nat(4000), fc.nat(255), (length, at, value) => {
      const broken = model.slice(0, Math.min(length, 200_000))
      if (at < broken.length) broken[at] = value
      try {
        readOnnxGraph(broken)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(RangeError)
      }
    }),
    { numRuns: 50 },
  )
})
