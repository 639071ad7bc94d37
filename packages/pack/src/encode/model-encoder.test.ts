import { cosine } from '@locavore/encoders/towers'
import { expect, test, vi } from 'vitest'
import { ModelEncoder } from './model-encoder.js'
import { nanoFolder, openModel } from './open-model.js'
import { checkGolden } from './towers/golden-check.js'

vi.setConfig({ testTimeout: 120_000 })

test('every tower of the embedded model answers its golden inputs in Node within 0.999', async () => {
  const files = await openModel(nanoFolder())
  const encoder = new ModelEncoder(files)
  const { golden, variant } = files
  for (const [row, { input }] of golden.text.entries()) {
    const wanted = golden.outputs[variant]?.text?.[row] ?? []
    expect(cosine(await encoder.text(input), wanted)).toBeGreaterThan(0.999)
  }
  // The other towers are held against their golden vectors as they open.
  const pixel = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
  expect(await encoder.picture(Buffer.from(pixel, 'base64'))).toHaveLength(encoder.space.dimensions)
  await expect(encoder.sound(silence())).rejects.toMatchObject({ code: 'no-content' })
  // Also on Node 20, where its instructions are behind a flag.
  expect(await encoder.account()).toMatch(
    /variant q8: words by .*kernel, pictures by .*kernel, sounds by ONNX Runtime$/,
  )
  await encoder.close()
})

test('a model whose answers are not its golden ones is refused before anything is encoded', async () => {
  const files = await openModel(nanoFolder())
  const text = files.golden.outputs[files.variant]?.text?.map((vector) =>
    vector.map((value, d) => (d % 9 === 0 ? -value : value)),
  )
  const golden = { ...files.golden, outputs: { [files.variant]: { ...(text === undefined ? {} : { text }) } } }
  const encoder = new ModelEncoder({ ...files, golden })
  await expect(encoder.text('words')).rejects.toMatchObject({ code: 'self-check-failed' })
  await encoder.close()
  expect(() => checkGolden('text', [[1, 0]], undefined)).toThrow(/0\.0000/)
})

test('the kernel answers the same from its first run on', async () => {
  const encoder = new ModelEncoder(await openModel(nanoFolder()))
  const first = await encoder.text('words')
  for (let run = 0; run < 300; run += 1) await encoder.text(`words ${run}`)
  expect(await encoder.text('words')).toEqual(first)
  await encoder.close()
})

test('a variant that the model has not, and a folder that is none, are refused by name', async () => {
  await expect(openModel(nanoFolder(), 'q3')).rejects.toMatchObject({
    code: 'invalid-argument',
    message: expect.stringMatching(/q8/),
  })
  await expect(openModel('/not/there')).rejects.toMatchObject({ code: 'model-invalid' })
})

function silence(): Buffer {
  const file = Buffer.alloc(44 + 32_000)
  file.write('RIFF', 0)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(16_000, 24)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(32_000, 40)
  return file
}
