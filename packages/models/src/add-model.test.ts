import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cosine, createTokeniser, type GoldenPicture, normaliseText } from '@locavore/encoders/towers'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Hub, startHub } from '../testing/hub-server.js'
import { FIXTURE_NAMES, hubId, readReference } from '../testing/reference.js'
import { withFolder } from '../testing/scratch.js'
import { FIXTURES, readFixture } from '../testing/unpack-fixture.js'
import { addModel } from './add-model.js'
import { openTower } from './trial/open-session.js'
import { runPictures, runSounds, runTexts } from './trial/run-towers.js'
import { verifyModel } from './verify-model.js'

let hub: Hub
beforeAll(async () => {
  const models = await Promise.all(FIXTURE_NAMES.map(async (name) => [hubId(name), await readFixture(name)] as const))
  hub = await startHub(Object.fromEntries(models))
})
afterAll(() => hub.close())

/** Random weights answer so unlike to unlike inputs that anything fed wrongly falls far below this. */
const ALIKE = 0.999

const lowest = (answers: readonly Float32Array[], wanted: readonly (readonly number[])[]) => {
  expect(answers).toHaveLength(wanted.length)
  return Math.min(...answers.map((answer, row) => cosine(answer, wanted[row] ?? [])))
}

async function exactPicture(index: number): Promise<GoldenPicture> {
  const { data, info } = await sharp(join(FIXTURES, `pictures/${index}.png`))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, rgb: data.toString('base64') }
}

test.each(FIXTURE_NAMES)(
  '%s: added, and the vectors are those of transformers',
  async (name) => {
    const reference = await readReference(name)
    await withFolder(async (to) => {
      const { folder, manifest } = await addModel(hubId(name), {
        from: hub.url,
        to,
        acceptLicence: true,
        variants: ['fp32'],
      })
      const { text, image, audio } = manifest.towers
      const open = async (path = '') => openTower(await readFile(join(folder, path)), path)
      if (text !== undefined) {
        const [tokenizer = '', config = ''] = await Promise.all(
          [text.tokenizer, text.tokenizerConfig].map((path) => readFile(join(folder, path), 'utf8')),
        )
        const tokenise = createTokeniser(tokenizer, config, text)
        const ids = reference.text?.map(({ input }) => tokenise(normaliseText(input))) ?? []
        expect(ids).toEqual(reference.text?.map((row) => row.ids))
        const answers = await runTexts(await open(text.files['fp32']), text, ids)
        expect(lowest(answers, reference.text?.map(({ vector }) => vector) ?? [])).toBeGreaterThan(ALIKE)
      }
      if (image !== undefined) {
        const answers = await runPictures(await open(image.files['fp32']), { ...image, kept: 1 }, [
          await exactPicture(0),
          await exactPicture(1),
        ])
        // Where the edges are cut, another part is seen: that is for the browser's own decoder to show.
        if (image.kept === undefined) expect(lowest(answers, reference.image?.slice(0, 2) ?? [])).toBeGreaterThan(ALIKE)
      }
      if (audio !== undefined) {
        const answers = await runSounds(await open(audio.files['fp32']), audio, reference.audio ?? [])
        expect(lowest(answers, reference.audio?.map(({ vector }) => vector) ?? [])).toBeGreaterThan(ALIKE)
      }
      expect((await verifyModel(folder)).filter(({ kind }) => kind === 'fault')).toEqual([])
    })
  },
  60_000,
)

test('how each kind is read', async () => {
  const read = async (name: string) =>
    withFolder(async (to) => (await addModel(hubId(name), { from: hub.url, to, acceptLicence: true })).manifest)
  const clip = await read('clip')
  expect(clip.variants).toEqual(
    [
      { id: 'fp16', devices: ['webgpu'] },
      { id: 'q8', devices: ['wasm'] },
    ].reverse(),
  )
  expect(clip.towers.text).toMatchObject({ maxTokens: 77, inputs: { ids: 'input_ids' }, output: 'text_embeds' })
  expect(clip.towers.text).not.toHaveProperty('padTo')
  expect(clip.towers.image).toMatchObject({ width: 32, height: 32, fit: 'cover' })
  expect(clip.space.modalities).toEqual(['text', 'image', 'clip'])
  expect((await read('siglip')).towers.text).toMatchObject({ padTo: 64, padTokenId: 1, output: 'pooler_output' })
  expect((await read('siglip2')).towers.text).toMatchObject({ padTo: 64, lowercase: true })
  const chinese = await read('chinese-clip')
  expect(chinese.towers.text).toMatchObject({ maxTokens: 52, inputs: { mask: 'attention_mask' } })
  expect(chinese.files.map(({ path }) => path)).not.toContain('onnx/model.onnx')
  expect((await read('mobileclip')).towers).toMatchObject({
    text: { padTo: 77, maxTokens: 77 },
    image: { fit: 'cover', kept: 0.8, mean: [0, 0, 0], std: [1, 1, 1] },
  })
  expect((await read('clap')).towers.audio).toMatchObject({ window: { frames: 1001, padding: 'repeat' } })
  expect((await read('minilm')).towers.text).toMatchObject({
    maxTokens: 32,
    pooling: 'mean',
    inputs: { types: 'token_type_ids' },
  })
  expect((await read('e5')).towers.text).toMatchObject({ prefix: 'query: ', maxTokens: 64, pooling: 'mean' })
}, 240_000)

test('the space names model, commit and preparation, not the variant', async () => {
  await withFolder(async (to) => {
    const add = (options: object) => addModel('test/clip', { from: hub.url, to, ...options })
    const [plain, half, prefixed] = [
      await add({ variants: ['fp32'] }),
      await add({ variants: ['q8', 'fp16'] }),
      await add({ prefix: 'a photo of ' }),
    ]
    expect(half.manifest.space.id).toBe(plain.manifest.space.id)
    expect(plain.manifest.space.id).toMatch(/^test--clip@0123456789ab-[0-9a-f]{8}$/)
    expect(prefixed.manifest.space.id).not.toBe(plain.manifest.space.id)
    const again = await add({ variants: ['fp32'] })
    expect([again.kept, again.folder]).toEqual([true, plain.folder])
  })
}, 240_000)
