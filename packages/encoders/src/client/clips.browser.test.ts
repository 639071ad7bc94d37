import type { ClipSource, KeyFrame } from '@locavore/encoders'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { cutTogether, drawScene, makeClip } from '../../testing/clips.js'
import { blank, codeOf, cosine, encoderAt, MANIFEST, vectorOf } from '../../testing/helpers.js'
import { chirp, wave } from '../../testing/sounds.js'

const encoder = encoderAt('assets')
afterAll(() => encoder.close())
afterEach(() => vi.unstubAllGlobals())

const encode = (...clips: ClipSource[]) => encoder.encode(clips.map((clip) => ({ modality: 'clip', clip })))

function picture(scene: number, seconds = 1): OffscreenCanvas {
  const { canvas, context } = blank(320, 200)
  drawScene(context, scene, seconds)
  return canvas
}

const mean = (vectors: readonly Float32Array[], weights = vectors.map(() => 1)) =>
  Float32Array.from({ length: MANIFEST.space.dimensions }, (_, at) =>
    vectors.reduce((sum, vector, index) => sum + (vector[at] ?? 0) * (weights[index] ?? 0), 0),
  )

async function picturesOf(...scenes: number[]): Promise<Float32Array[]> {
  const results = await encoder.encode(scenes.map((scene) => ({ modality: 'image', image: picture(scene) })))
  return results.map(vectorOf)
}

test('a clip is what is seen and, by a quarter, what is heard in it', async () => {
  const sound = { samples: chirp(4, 48_000), sampleRate: 48_000 }
  const [mute, loud] = (await encode(await cutTogether([0, 1], 2), await cutTogether([0, 1], 2, sound))).map(vectorOf)
  const [heard] = (await encoder.encode([{ modality: 'audio', audio: sound }])).map(vectorOf)
  const seen = mean(await picturesOf(0, 1), [0.5, 0.5])
  expect(Math.hypot(...(mute ?? []))).toBeCloseTo(1, 5)
  expect(cosine(mute ?? [], seen)).toBeGreaterThan(0.99)
  expect(cosine(loud ?? [], mean([seen, heard ?? seen], [0.75, 0.25]))).toBeGreaterThan(0.98)
  expect(cosine(loud ?? [], mute ?? [])).toBeLessThan(cosine(loud ?? [], mean([seen, heard ?? seen], [0.75, 0.25])))
})

test('every form of a clip gives the same vector, and its type does not matter', async () => {
  const file = await cutTogether([2, 3], 1)
  const address = URL.createObjectURL(file)
  const forms = [file, new Blob([file], { type: 'text/html' }), address, new URL(address)]
  const [first, ...rest] = (await encode(...forms)).map(vectorOf)
  for (const vector of rest) expect(vector).toEqual(first)
  URL.revokeObjectURL(address)
})

/** Which of the drawn scenes a vector is most like. */
function sceneOf({ vector }: Pick<KeyFrame, 'vector'>, scenes: readonly Float32Array[]): number {
  const likeness = scenes.map((scene) => cosine(vector, scene))
  return likeness.indexOf(Math.max(...likeness))
}

describe('key frames', () => {
  test('cover every scene of a clip that is cut together, once, in order', async () => {
    const order = [0, 1, 2, 3, 4, 5, 6, 7, 2, 0]
    const lengths = order.map((_, index) => 0.6 + (index % 4) * 0.5)
    const starts = lengths.map((_, index) => lengths.slice(0, index).reduce((sum, length) => sum + length, 0))
    const end = (starts.at(-1) ?? 0) + (lengths.at(-1) ?? 0)
    const file = await makeClip({
      seconds: end,
      draw: (context, seconds) => {
        const place = starts.findLastIndex((start) => start <= seconds + 1e-6)
        drawScene(context, order[place] ?? 0, seconds)
      },
    })
    const frames = await encoder.keyFrames(file)
    const scenes = await picturesOf(0, 1, 2, 3, 4, 5, 6, 7)
    expect(frames.map((frame) => sceneOf(frame, scenes))).toEqual(order)
    for (const [index, { seconds, covers }] of frames.entries()) {
      expect(Math.abs(covers.from - (starts[index] ?? 0))).toBeLessThan(0.3)
      expect(covers.to).toBeCloseTo(frames[index + 1]?.covers.from ?? end, 1)
      expect(seconds).toBeGreaterThanOrEqual(covers.from)
      expect(seconds).toBeLessThan(covers.to)
    }
  })

  test('no more than asked for, and still the whole clip', async () => {
    const file = await cutTogether([0, 1, 2, 3, 4, 5], 1)
    const frames = await encoder.keyFrames(file, { most: 3 })
    expect(frames).toHaveLength(3)
    expect(frames[0]?.covers.from).toBe(0)
    expect(frames.at(-1)?.covers.to).toBeCloseTo(6, 1)
    await expect(encoder.keyFrames(file, { most: 0 })).rejects.toMatchObject({ code: 'invalid-argument' })
  })

  test('a slow fade from one picture to another has both', async () => {
    const file = await makeClip({
      seconds: 8,
      draw: (context, seconds) => {
        drawScene(context, 0, seconds)
        context.globalAlpha = Math.max(0, Math.min(1, (seconds - 2) / 4))
        drawScene(context, 5, seconds)
        context.globalAlpha = 1
      },
    })
    const scenes = await picturesOf(0, 5)
    const found = (await encoder.keyFrames(file)).map((frame) => sceneOf(frame, scenes))
    expect([found[0], found.at(-1)]).toEqual([0, 1])
  })
})

describe('a clip and a query', () => {
  test('the second in which a picture is shown stands out, with the sound beside it', async () => {
    const sound = { samples: chirp(8, 48_000), sampleRate: 48_000 }
    const file = await cutTogether([0, 1, 2, 3], 2, sound)
    const [wanted] = await picturesOf(2)
    const line = await encoder.align(wanted ?? new Float32Array(0), { modality: 'clip', clip: file })
    if (line.kind !== 'timeline') throw new Error('a clip has a time line')
    expect(line.seconds.length).toBe(25)
    expect(line.picture).toHaveLength(25)
    expect(line.sound).toHaveLength(25)
    expect(line.best).toBeGreaterThan(0.9)
    expect(line.peak).toBeGreaterThan(3.9)
    expect(line.peak).toBeLessThan(6.1)
    const [inside, outside]: [number[], number[]] = [[], []]
    for (const [index, start] of line.seconds.entries()) {
      const seen = line.picture?.[index] ?? 0
      const larger = Math.max(seen, line.sound?.[index] ?? 0)
      expect(line.relevance[index]).toBeCloseTo(larger, 5)
      if (start > 4.1 && start < 5.6) inside.push(seen)
      if (start < 3.6 || start > 6.2) outside.push(seen)
    }
    expect(Math.min(...inside)).toBeGreaterThan(Math.max(...outside))
  })

  test('words can be asked for, and a clip without sound has no line for it', async () => {
    const line = await encoder.align('a lighthouse', { modality: 'clip', clip: await cutTogether([0, 1], 1) })
    expect(line).toMatchObject({ kind: 'timeline' })
    expect('sound' in line).toBe(false)
    if (line.kind === 'timeline') expect(Math.max(...line.relevance)).toBeLessThanOrEqual(1)
  })
})

test('odd and broken clips give their codes, or what they still hold', async () => {
  const whole = await cutTogether([0, 1], 1)
  const long = await cutTogether([0, 1, 2, 3, 4, 5], 2)
  const silent = await cutTogether([0, 1], 1, { samples: new Float32Array(96_000), sampleRate: 48_000 })
  const results = await encode(
    new Blob([]),
    new Blob(['no film at all, but a few words']),
    whole.slice(0, 60),
    await makeClip({ seconds: 2, sound: { samples: chirp(2, 48_000), sampleRate: 48_000 } }),
    wave(chirp(2, 16_000), 16_000, 1, 'video/mp4'),
    'https://elsewhere.example/film.mp4',
    '/no-such-film.mp4?',
    42 as never,
    silent,
    long.slice(0, long.size / 2),
  )
  expect(results.map(codeOf)).toEqual([
    'no-content',
    'unsupported-media',
    'invalid-media',
    'no-content',
    'no-content',
    'invalid-argument',
    'fetch-failed',
    'unsupported-media',
    undefined,
    undefined,
  ])
  expect(vectorOf(results[8])).toEqual(vectorOf((await encode(whole))[0]))
})

test('a codec that the browser does not know is named', async () => {
  const bytes = new Uint8Array(await (await cutTogether([0], 1)).arrayBuffer())
  const at = new TextDecoder('latin1').decode(bytes).indexOf('V_VP8')
  bytes.set(new TextEncoder().encode('V_XXX'), at)
  const [result] = await encode(new Blob([bytes]))
  expect(codeOf(result)).toBe('unsupported-media')
  expect(String(result?.ok === false && result.error.message)).toMatch(/V_XXX/)
})

test('of a long film only frames that stand for themselves are looked at', async () => {
  const file = await makeClip({
    seconds: 120,
    framesPerSecond: 2,
    draw: (context, seconds) => drawScene(context, Math.floor(seconds / 20), seconds),
  })
  const scenes = await picturesOf(0, 1, 2, 3, 4, 5)
  const frames = await encoder.keyFrames(file)
  expect(frames.map((frame) => sceneOf(frame, scenes))).toEqual([0, 1, 2, 3, 4, 5])
  for (const { seconds } of frames) expect(seconds % 2).toBeCloseTo(0, 1)
})

const recorded = await fetch('/recordings/video/car-detection.mp4')

test.skipIf(!recorded.ok)(
  'a recording of a street: H.264 and AAC in MP4',
  async () => {
    const file = await recorded.blob()
    const [clip] = await encode(file)
    const [track] = await encoder.encode([{ modality: 'audio', audio: file }])
    expect(vectorOf(clip)).toHaveLength(MANIFEST.space.dimensions)
    expect([undefined, 'no-content']).toContain(codeOf(track))
    const frames = await encoder.keyFrames(file)
    expect(frames.at(-1)?.covers.to).toBeGreaterThan(30)
    const [half, holed] = await encode(
      file.slice(0, file.size / 2),
      new Blob([file.slice(0, 2000), file.slice(40_000)]),
    )
    expect([undefined, 'invalid-media']).toContain(codeOf(half))
    expect([undefined, 'invalid-media']).toContain(codeOf(holed))
  },
  180_000,
)

test('a clip gives its sound track as a sound, and none where it has none', async () => {
  const sound = { samples: chirp(3, 48_000), sampleRate: 48_000 }
  const contents = [await cutTogether([0], 3, sound), sound, await cutTogether([0], 1)]
  const [track, alone, none] = await encoder.encode(contents.map((audio) => ({ modality: 'audio', audio })))
  expect(cosine(vectorOf(track), vectorOf(alone))).toBeGreaterThan(0.97)
  expect(codeOf(none)).toBe('no-content')
})

test('without WebCodecs for sound it is unpacked as a whole, and without any the player shows the frames', async () => {
  const file = await cutTogether([0, 1, 2], 1, { samples: chirp(3, 48_000), sampleRate: 48_000 })
  const [decoded] = (await encode(file)).map(vectorOf)
  vi.stubGlobal('AudioDecoder', undefined)
  const [unpacked] = (await encode(file)).map(vectorOf)
  expect(cosine(unpacked ?? [], decoded ?? [])).toBeGreaterThan(0.995)
  const [mute] = (await encode(await cutTogether([0, 1, 2], 1))).map(vectorOf)
  expect(cosine(unpacked ?? [], decoded ?? [])).toBeGreaterThan(cosine(unpacked ?? [], mute ?? []))
  vi.stubGlobal('VideoDecoder', undefined)
  const [played] = (await encode(file)).map(vectorOf)
  expect(cosine(played ?? [], decoded ?? [])).toBeGreaterThan(0.97)
  const scenes = await picturesOf(0, 1, 2)
  expect((await encoder.keyFrames(file)).map((frame) => sceneOf(frame, scenes))).toEqual([0, 1, 2])
})

test('a cancelled clip ends at once', async () => {
  const controller = new AbortController()
  const running = encoder.encode([{ modality: 'clip', clip: await cutTogether([0, 1, 2], 2) }], {
    signal: controller.signal,
    onProgress: (progress) => progress.phase === 'encode' && controller.abort(),
  })
  await expect(running).rejects.toMatchObject({ code: 'aborted' })
})
