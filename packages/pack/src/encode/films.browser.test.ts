import { cosine } from '@locavore/encoders/towers'
import { expect, test, vi } from 'vitest'
import { cutTogether, drawScene, makeClip } from '../../../encoders/testing/clips.js'
import { encoderAt, using, vectorOf } from '../../../encoders/testing/helpers.js'
import { chirp } from '../../../encoders/testing/sounds.js'
import { inNode } from '../../testing/in-node.js'

vi.setConfig({ testTimeout: 180_000 })

/** The bar that vectors of a pack are held to, beside those of a visitor. */
const SAME = 0.999
const RATE = 48_000
const sound = { samples: chirp(9, RATE), sampleRate: RATE }

type Media = Readonly<Record<string, Blob>>

/** What ffmpeg makes, where it is there and has the codec. */
async function made(...names: readonly string[]): Promise<Media> {
  const answers = await Promise.all(names.map(async (name) => [name, await fetch(`/packed/made/${name}`)] as const))
  const there = answers.filter(([, answer]) => answer.ok)
  return Object.fromEntries(
    await Promise.all(there.map(async ([name, answer]) => [name, await answer.blob()] as const)),
  )
}

/** Whether there is an ffmpeg; each medium has the same vector here and in Node. */
async function areSame(kind: 'sound' | 'clip', media: Media): Promise<boolean> {
  const found: Record<string, number> = {}
  await using(encoderAt('assets'), async (encoder) => {
    for (const [name, file] of Object.entries(media)) {
      const vector = await inNode(kind, file)
      if (vector === undefined) return
      const input =
        kind === 'clip' ? ({ modality: 'clip', clip: file } as const) : ({ modality: 'audio', audio: file } as const)
      const [own] = await encoder.encode([input])
      found[name] = cosine(vectorOf(own), vector)
    }
  })
  console.log(`${kind}s in Node and in this browser: ${JSON.stringify(found)}`)
  for (const [name, likeness] of Object.entries(found)) expect(likeness, name).toBeGreaterThan(SAME)
  return Object.keys(found).length > 0
}

test('packed sounds have the vectors of the browser', async ({ skip }) => {
  const kinds = await made('music.mp3', 'music.m4a', 'music.flac', 'music.opus', 'music.ogg')
  const media = { 'a chirp (Opus in WebM)': await makeClip({ seconds: 9, sound }), ...kinds }
  if (!(await areSame('sound', media))) skip('no ffmpeg on this machine')
})

test('films have the vectors of the browser: scenes, one scene without sound, more than 90 seconds, codecs, colours', async ({
  skip,
}) => {
  const media = {
    'four scenes with sound': await cutTogether([0, 1, 2, 3], 2.3, sound),
    'one scene': await makeClip({ seconds: 3, draw: (context, seconds) => drawScene(context, 5, seconds) }),
    long: await makeClip({ seconds: 96, framesPerSecond: 2, draw: (context, at) => drawScene(context, at / 16, at) }),
    ...(await made('untold.mp4', 'told.mp4', 'small.webm')),
  }
  if (!(await areSame('clip', media))) skip('no ffmpeg on this machine')
})
