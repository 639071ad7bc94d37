import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFixture } from '../../testing/unpack-fixture.js'
import { openTower } from '../trial/open-session.js'
import { readGraph } from './graph.js'
import { readFields } from './protobuf.js'
import { splitGraph } from './split-graph.js'

async function both() {
  const bytes = (await readFixture('chinese-clip')).get('onnx/model.onnx')
  if (bytes === undefined) throw new Error('the fixture has no model')
  return readGraph(bytes)
}

test('each half asks for its own inputs only, and the weights are not in both', async () => {
  const graph = await both()
  const [text, image] = ['text_embeds', 'image_embeds'].map((output) => readGraph(splitGraph(graph, output)))
  expect(text?.inputs.map(({ name }) => name)).toEqual(['input_ids', 'attention_mask'])
  expect(image?.inputs.map(({ name }) => name)).toEqual(['pixel_values'])
  expect(image?.outputs.map(({ name }) => name)).toEqual(['image_embeds'])
  const shared = [...(text?.weights.keys() ?? [])].filter((name) => image?.weights.has(name))
  expect((text?.bytes.length ?? 0) + (image?.bytes.length ?? 0)).toBeLessThan(1.1 * graph.bytes.length)
  expect(shared.length).toBeLessThan(10)
})

test('a half answers exactly as the whole does', async () => {
  const graph = await both()
  const pixels = { values: Float32Array.from({ length: 3 * 32 * 32 }, (_, at) => Math.sin(at)), shape: [1, 3, 32, 32] }
  const ids = { values: BigInt64Array.from([2n, 9n, 3n]), shape: [1, 3] }
  const mask = { values: BigInt64Array.from([1n, 1n, 1n]), shape: [1, 3] }
  const whole = await openTower(graph.bytes, 'whole')
  const wanted = await whole.run({ input_ids: ids, attention_mask: mask, pixel_values: pixels }, 'image_embeds')
  const half = await openTower(splitGraph(graph, 'image_embeds'), 'half')
  expect(await half.run({ pixel_values: pixels }, 'image_embeds')).toEqual(wanted)
  await Promise.all([whole.close(), half.close()])
}, 240_000)

test('no bytes make the reader hang or do worse than its code', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const read of [() => [...readFields(bytes, 0, bytes.length)], () => readGraph(bytes)]) {
        try {
          read()
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'model-invalid' })
        }
      }
    }),
    { numRuns: 500 },
  )
})
