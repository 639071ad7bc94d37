import { createEncoderFactory, type SoundSource } from '@locavore/encoders'
import { afterAll, describe, expect, test } from 'vitest'
import { codeOf, cosine, encoderAt, MANIFEST, MANIFEST_HASH, using, vectorOf } from '../../testing/helpers.js'
import { chirp, pcm, wave, waveHead } from '../../testing/sounds.js'

const encoder = encoderAt('assets')
afterAll(() => encoder.close())

const encode = (...sounds: SoundSource[]) => encoder.encode(sounds.map((audio) => ({ modality: 'audio', audio })))

async function audioBuffer(samples: Float32Array<ArrayBuffer>, sampleRate: number): Promise<AudioBuffer> {
  const buffer = new AudioBuffer({ length: samples.length, numberOfChannels: 2, sampleRate })
  buffer.copyToChannel(samples, 0)
  buffer.copyToChannel(samples, 1)
  return buffer
}

test('sounds come out as the reference says, as unit vectors of the space', async () => {
  const golden = await (await fetch('/assets/models/any/golden.json')).json()
  const sounds: SoundSource[] = golden.audio.map(({ samples, sampleRate }: { samples: string; sampleRate: number }) => {
    const bytes = Uint8Array.from(atob(samples), (character) => character.charCodeAt(0))
    return { samples: Float32Array.from(new Int16Array(bytes.buffer), (value) => value / 32_767), sampleRate }
  })
  expect(sounds.length).toBeGreaterThan(0)
  for (const [index, result] of (await encode(...sounds)).entries()) {
    const vector = vectorOf(result)
    expect(vector).toHaveLength(MANIFEST.space.dimensions)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
    expect(cosine(vector, golden.outputs.q8.audio[index])).toBeGreaterThan(0.995)
    expect(result).toMatchObject({ ok: true, embedding: { modality: 'audio', spaceId: MANIFEST.space.id } })
  }
})

describe('every form of a sound gives the same vector', () => {
  test('samples, buffer, file, address; one channel or two; any rate', async () => {
    const slow = chirp(4, 16_000)
    const fast = Float32Array.from(chirp(4, 44_100))
    const file = wave(fast, 44_100, 2)
    const address = URL.createObjectURL(file)
    const dataUrl = `data:audio/wav;base64,${btoa(String.fromCharCode(...new Uint8Array(await wave(chirp(1, 8000), 8000).arrayBuffer())))}`
    const forms: SoundSource[] = [
      { samples: slow, sampleRate: 16_000 },
      { samples: fast, sampleRate: 44_100 },
      await audioBuffer(fast, 44_100),
      file,
      new Blob([file], { type: 'image/png' }),
      address,
      new URL(address),
    ]
    const [first, ...rest] = (await encode(...forms)).map(vectorOf)
    for (const vector of rest) expect(cosine(vector, first ?? [])).toBeGreaterThan(0.99)
    const [short, same] = (await encode(dataUrl, { samples: chirp(1, 16_000), sampleRate: 16_000 })).map(vectorOf)
    expect(cosine(short ?? [], same ?? [])).toBeGreaterThan(0.97)
    URL.revokeObjectURL(address)
  })

  test('read at once or piece by piece', async () => {
    const samples = chirp(200, 22_050)
    // Beyond the size that is unpacked at once.
    const long = wave(samples, 22_050)
    expect(long.size).toBeGreaterThan(8_000_000)
    const [streamed, whole] = (await encode(long, { samples, sampleRate: 22_050 })).map(vectorOf)
    expect(cosine(streamed ?? [], whole ?? [])).toBeGreaterThan(0.999)
  })
})

/** Of this page and its workers, buffers and WebAssembly included. */
async function bytesHeld(): Promise<number> {
  type Measure = { measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }> }
  return (await (performance as unknown as Measure).measureUserAgentSpecificMemory()).bytes
}

test('a sound of two hours is encoded piece by piece, and says how far it is', async () => {
  const sampleRate = 8000
  const minute = pcm(chirp(60, sampleRate))
  const file = new Blob([waveHead(120 * minute.length, sampleRate), ...Array.from({ length: 120 }, () => minute)])
  const seconds: number[] = []
  let held: Promise<number> | undefined
  const [result] = await encoder.encode([{ modality: 'audio', audio: file }], {
    onProgress: (progress) => {
      if (progress.phase !== 'encode' || progress.seconds === undefined) return
      seconds.push(progress.seconds)
      if (progress.seconds > 3600) held ??= bytesHeld()
      expect(progress.ofSeconds).toBeCloseTo(7200, 0)
    },
  })
  expect(vectorOf(result)).toHaveLength(MANIFEST.space.dimensions)
  expect(seconds.at(-1)).toBeCloseTo(7200, 0)
  expect(seconds).toEqual([...seconds].sort((a, b) => a - b))
  // Decoded it would be 460 MB at the tower's rate alone.
  expect(await held).toBeLessThan(200_000_000)
}, 300_000)

test('a cancelled sound ends at once, and the next one is encoded', async () => {
  const controller = new AbortController()
  const minute = pcm(chirp(60, 16_000))
  const file = new Blob([waveHead(1e8, 16_000), ...Array.from({ length: 100 }, () => minute)])
  const running = encoder.encode([{ modality: 'audio', audio: file }], {
    signal: controller.signal,
    onProgress: (progress) => progress.phase === 'encode' && controller.abort(),
  })
  await expect(running).rejects.toMatchObject({ code: 'aborted' })
  expect(codeOf((await encode({ samples: chirp(1, 16_000), sampleRate: 16_000 }))[0])).toBeUndefined()
})

test('silence does not count, a clipped or broken sample does no harm', async () => {
  const sound = chirp(5.7, 16_000)
  const padded = new Float32Array(16_000 * 60)
  padded.set(sound)
  const [alone, among] = (
    await encode({ samples: sound, sampleRate: 16_000 }, { samples: padded, sampleRate: 16_000 })
  ).map(vectorOf)
  expect(cosine(alone ?? [], among ?? [])).toBeGreaterThan(0.8)
  const hurt = chirp(3, 16_000, 4)
  hurt[100] = Number.NaN
  hurt[200] = Number.POSITIVE_INFINITY
  const results = await encode(
    { samples: chirp(3, 16_000, 9).map((value) => Math.max(-1, Math.min(1, value))), sampleRate: 16_000 },
    { samples: hurt, sampleRate: 16_000 },
  )
  expect(results.map(codeOf)).toEqual([undefined, undefined])
})

test('odd and broken sounds give their codes', async () => {
  const whole = new Uint8Array(await wave(chirp(1, 16_000), 16_000).arrayBuffer())
  const results = await encode(
    new Blob([]),
    { samples: new Float32Array(0), sampleRate: 16_000 },
    new Blob([waveHead(0, 16_000)]),
    { samples: new Float32Array(50_000), sampleRate: 16_000 },
    wave(new Float32Array(16_000), 16_000),
    { samples: chirp(1, 16_000), sampleRate: 0 },
    new Blob(['no sound at all, but a few words']),
    new Blob([whole.slice(0, 30)]),
    'https://elsewhere.example/sound.mp3',
    '/no-such-sound.mp3?',
    42 as never,
    new Blob([new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3])]),
  )
  expect(results.map(codeOf)).toEqual([
    'no-content',
    'no-content',
    'no-content',
    'no-content',
    'no-content',
    'invalid-argument',
    'unsupported-media',
    'invalid-media',
    'invalid-argument',
    'fetch-failed',
    'unsupported-media',
    'invalid-media',
  ])
})

test('a file that is cut off gives what it still holds', async () => {
  const file = wave(chirp(4, 16_000), 16_000)
  const [cut, part] = await encode(file.slice(0, 64_044), { samples: chirp(2, 16_000), sampleRate: 16_000 })
  expect(cosine(vectorOf(cut), vectorOf(part))).toBeGreaterThan(0.99)
})

test('the limit of bytes is the host’s to set, and every request is on the record', async () => {
  const small = createEncoderFactory({ manifest: MANIFEST, manifestHash: MANIFEST_HASH, mostMediaBytes: 1000 })
  await using(small.create({ assets: new URL('/assets/', location.href), devices: ['wasm'] }), async (own) => {
    const [result, large] = await own.encode([
      { modality: 'audio', audio: wave(chirp(1, 16_000), 16_000) },
      { modality: 'audio', audio: '/assets/models/any/golden.json' },
    ])
    expect([codeOf(result), codeOf(large)]).toEqual(['media-too-large', 'media-too-large'])
    const media = own.report().requests.filter(({ purpose }) => purpose === 'media')
    expect(media).toMatchObject([{ url: new URL('/assets/models/any/golden.json', location.href).href }])
  })
})

test('sounds load no other tower; a warm-up of all is one download', async () => {
  await using(encoderAt('again'), async (own) => {
    await own.encode([{ modality: 'audio', audio: { samples: chirp(1, 16_000), sampleRate: 16_000 } }])
    const files = own.report().requests.map(({ url }) => url.split('/').at(-1) ?? '')
    expect(files.filter((file) => file.endsWith('.onnx'))).toEqual(['audio_model_quantized.onnx'])
    await own.warmUp(['clip'])
    const after = own.report().requests.map(({ url }) => url.split('/').at(-1) ?? '')
    expect(after.filter((file) => file.endsWith('.onnx'))).toEqual([
      'audio_model_quantized.onnx',
      'vision_model_quantized.onnx',
    ])
  })
})
