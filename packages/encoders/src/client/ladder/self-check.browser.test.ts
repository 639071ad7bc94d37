import type { Content, EncoderReport } from '@locavore/encoders'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encoderAt, MANIFEST, paint, using, vectorOf } from '../../../testing/helpers.js'

type Tower = 'text' | 'image' | 'audio'

const tone = Float32Array.from({ length: 32_000 }, (_, at) => Math.sin(at / 9) * 0.4)
const CONTENTS: Readonly<Record<Tower, () => Content>> = {
  text: () => ({ modality: 'text', text: 'a quiet harbour at dusk' }),
  image: () => ({ modality: 'image', image: paint() }),
  audio: () => ({ modality: 'audio', audio: { samples: tone, sampleRate: 16_000 } }),
}
const FILE_NAMES: Readonly<Record<Tower, string>> = { text: 'text', image: 'vision', audio: 'audio' }

/** The real worker, whose device with threads has this fault in one of its towers. */
function faultyWorker(fault: string, tower: Tower): () => Worker {
  const path = MANIFEST.towers[tower]?.files['q8']
  const size = MANIFEST.files.find((file) => file.path === path)?.bytes
  const name = [fault, FILE_NAMES[tower], size].join(':')
  return () => new Worker(new URL('../../../testing/faulty-worker.ts', import.meta.url), { type: 'module', name })
}

const devices = ['wasm-threads', 'wasm'] as const

async function verdicts(): Promise<readonly Request[]> {
  const cache = await caches.open('locavore-models')
  return (await cache.keys()).filter(({ url }) => url.includes('/verdicts/'))
}

async function forgetVerdicts(): Promise<void> {
  const cache = await caches.open('locavore-models')
  for (const request of await verdicts()) await cache.delete(request)
}

beforeEach(forgetVerdicts)
afterEach(forgetVerdicts)

/** One encoding on a device with this fault: the report, and the vector. */
function encodeWith(fault: string, tower: Tower): Promise<{ report: EncoderReport; vector: Float32Array }> {
  return using(encoderAt('assets', { devices, worker: faultyWorker(fault, tower) }), async (encoder) => {
    const [result] = await encoder.encode([CONTENTS[tower]()])
    return { vector: vectorOf(result), report: encoder.report() }
  })
}

const FAULTS: readonly (readonly [string, Tower, RegExp])[] = [
  ['zeros', 'text', /0\.000 times as long/],
  ['zeros', 'image', /0\.000 times as long/],
  ['nan', 'text', /not finite/],
  ['one-nan', 'image', /not finite/],
  ['infinity', 'text', /not finite/],
  ['constant', 'text', /cosine/],
  ['orthogonal', 'text', /cosine -?0\.0/],
  ['orthogonal', 'image', /cosine -?0\.0/],
  ['sign-flipped', 'text', /cosine -/],
  ['too-long', 'image', /1\.\d+ times as long/],
  ['half-zero', 'text', /./],
  ['shifted-dimensions', 'image', /cosine/],
  ['permuted-rows', 'text', /cosine|nearer/],
  ['permuted-rows', 'image', /cosine|nearer/],
  ['first-row-for-all', 'text', /cosine|nearer/],
  ['row-of-another-batch', 'text', /cosine|nearer/],
  ['previous-answer', 'text', /cosine|nearer/],
  ['low-precision', 'text', /cosine/],
  ['largest-weight-noise', 'text', /./],
  ['largest-weight-zero', 'image', /./],
  ['third-weight-noise', 'text', /./],
  ['high-bits', 'image', /./],
  ['bytes-shifted', 'text', /./],
  ['wrong-variant', 'text', /variant fp16/],
  ['wrong-variant', 'image', /variant fp16/],
  ['wrong-tower', 'text', /./],
  ...(MANIFEST.towers.audio === undefined
    ? []
    : ([
        ['zeros', 'audio', /0\.000 times as long/],
        ['nan', 'audio', /not finite/],
        ['sign-flipped', 'audio', /cosine -/],
        ['previous-answer', 'audio', /cosine|nearer/],
        ['largest-weight-noise', 'audio', /./],
        ['wrong-variant', 'audio', /variant fp16/],
      ] as const)),
]

describe('a device that is wrong in one tower is refused, and the next rung serves', () => {
  test.each(FAULTS)('%s, %s', async (fault, tower, reason) => {
    const { report, vector } = await encodeWith(fault, tower)
    const [, threads, plain] = report.ladder
    expect(threads).toMatchObject({ device: 'wasm-threads', outcome: 'refused' })
    expect(threads?.reason).toMatch(fault === 'wrong-tower' ? /./ : /^golden check: /)
    expect(threads?.reason).toMatch(reason)
    expect(plain).toMatchObject({ device: 'wasm', outcome: 'chosen' })
    expect(Math.hypot(...vector)).toBeCloseTo(1, 4)
  })
})

test('an honest device passes in every tower, every time', async () => {
  for (const tower of Object.keys(MANIFEST.towers) as Tower[]) {
    for (let round = 0; round < 3; round += 1) {
      if (round < 2) await forgetVerdicts()
      const { report } = await encodeWith('none', tower)
      expect(report.ladder[1]).toMatchObject({ device: 'wasm-threads', outcome: 'chosen' })
    }
  }
})

describe('the verdict on a device', () => {
  test('that passed is kept, one input is asked again, and the report says so', async () => {
    const first = await encodeWith('none', 'text')
    expect(first.report.ladder[1]?.reason).not.toMatch(/from cache/)
    expect(await verdicts()).toHaveLength(1)
    const second = await encodeWith('none', 'text')
    expect(second.report.ladder[1]?.reason).toMatch(/^golden check passed: cosine [\d.]+ \(from cache, one input/)
    expect(second.vector).toEqual(first.vector)
    const gone = await encodeWith('largest-weight-noise', 'text')
    expect(gone.report.ladder[1]).toMatchObject({ outcome: 'refused' })
  })

  test('that was refused is believed on the next visit, before anything is fetched', async () => {
    await encodeWith('zeros', 'text')
    const { report } = await encodeWith('none', 'text')
    expect(report.ladder[1]?.reason).toMatch(/^golden check: .*\(from cache\)$/)
    expect(report.requests.map(({ url }) => url).sort()).toEqual(
      [...new Set(report.requests.map(({ url }) => url))].sort(),
    )
  })

  test('that was refused is not believed where no other device is left', async () => {
    await encodeWith('zeros', 'text')
    const only = { devices: ['wasm-threads'] as const, worker: faultyWorker('none', 'text') }
    await using(encoderAt('assets', only), async (encoder) => {
      expect((await encoder.encode([CONTENTS.text()]))[0]?.ok).toBe(true)
      expect(encoder.report().ladder[1]?.reason).not.toMatch(/from cache/)
    })
  })

  const DAY = 24 * 3600_000
  const refused = { passed: false, reason: 'zeros', cosine: 0 }
  test.each([
    ['is a month old', () => ({ ...refused, at: Date.now() - 31 * DAY })],
    ['is from the future', () => ({ ...refused, at: Date.now() + DAY })],
    ['has no date', () => ({ ...refused, at: 'today' })],
    ['has another form', () => 'refused'],
  ])('is not believed when it %s', async (_, held) => {
    await encodeWith('zeros', 'text')
    const [threads] = await verdicts()
    await (await caches.open('locavore-models')).put(threads as Request, Response.json(held()))
    const { report } = await encodeWith('none', 'text')
    expect(report.ladder[1]).toMatchObject({ outcome: 'chosen' })
    expect(report.ladder[1]?.reason).not.toMatch(/from cache/)
  })

  test('belongs to the model: another one is checked anew', async () => {
    await encodeWith('none', 'text')
    await using(encoderAt('again', { devices, worker: faultyWorker('none', 'text') }), async (encoder) => {
      await encoder.encode([CONTENTS.text()])
      expect(encoder.report().ladder[1]?.reason).not.toMatch(/from cache/)
    })
  })

  test('takes no more room than 32 of them', async () => {
    const cache = await caches.open('locavore-models')
    for (let index = 0; index < 40; index += 1) {
      await cache.put(`/assets/models/other/verdicts/${index}`, Response.json({}))
    }
    await encodeWith('none', 'text')
    expect(await verdicts()).toHaveLength(32)
    expect((await verdicts()).at(-1)?.url).not.toMatch(/other/)
  })
})
