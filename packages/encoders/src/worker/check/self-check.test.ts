import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Exam, judge } from './self-check.js'

const DIMENSIONS = 48

/** Normal enough numbers of one seed, so that a failure can be repeated. */
function vectors(seed: number, count: number, scale: number): number[][] {
  let state = (seed % 2_147_483_646) + 1
  const next = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647 - 0.5
  }
  return Array.from({ length: count }, () =>
    Array.from({ length: DIMENSIONS }, () => scale * (next() + next() + next())),
  )
}

const plus = (a: readonly number[], b: readonly number[]) => a.map((value, at) => value + (b[at] ?? 0))

type Device = (rows: readonly (readonly number[])[], inputs: readonly number[]) => readonly (readonly number[])[]

function examOf(references: readonly (readonly number[])[], device: Device, others: Exam['others'] = {}): Exam {
  const ask = async (inputs: readonly number[]) => {
    const rows = inputs.map((input) => references[input] ?? [])
    return Float32Array.from(device(rows, inputs).flat())
  }
  return { references, others, ask }
}

const seeds = fc.nat(1_000_000)
const counts = fc.integer({ min: 2, max: 6 })

test('an honest device passes, however it rounds', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, counts, async (seed, count) => {
      const references = vectors(seed, count, 1)
      const rounding = vectors(seed + 1, count, 0.08)
      const device: Device = (rows) => rows.map((row, at) => plus(row, rounding[at] ?? []))
      const others = { other: references.map((row, at) => plus(row, vectors(seed + 2, count, 0.05)[at] ?? [])) }
      expect(await judge(examOf(references, device, others), 'all')).toBeGreaterThan(0.99)
      expect(await judge(examOf(references, device, others), 'one')).toBeGreaterThan(0.99)
    }),
  )
})

test('alike inputs of a model that sees little are told apart all the same', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, counts, async (seed, count) => {
      const [common = []] = vectors(seed, 1, 1)
      const references = vectors(seed + 1, count, 0.06).map((own) => plus(common, own))
      await expect(
        judge(
          examOf(references, (rows) => rows),
          'all',
        ),
      ).resolves.toBeGreaterThan(0.999)
      const rotated: Device = (rows) => [...rows.slice(1), ...rows.slice(0, 1)]
      await expect(judge(examOf(references, rotated), 'all')).rejects.toMatchObject({ code: 'self-check-failed' })
    }),
  )
})

const WRONG: Readonly<Record<string, () => Device>> = {
  zeros: () => (rows) => rows.map((row) => row.map(() => 0)),
  'not a number': () => (rows) => rows.map((row) => row.map((value, at) => (at === 5 ? Number.NaN : value))),
  infinite: () => (rows) => rows.map((row) => row.map((value, at) => (at === 5 ? Number.POSITIVE_INFINITY : value))),
  'too long': () => (rows) => rows.map((row) => row.map((value) => 1.2 * value)),
  'too short': () => (rows) => rows.map((row) => row.map((value) => 0.8 * value)),
  turned: () => (rows) => rows.map((row) => row.map((value) => -value)),
  'half empty': () => (rows) => rows.map((row) => row.map((value, at) => (at < row.length / 2 ? value : 0))),
  'reversed dimensions': () => (rows) => rows.map((row) => [...row].reverse()),
  'reversed rows': () => (rows) => [...rows].reverse(),
  'one row for all': () => (rows) => rows.map(() => rows[0] ?? []),
  'a row missing': () => (rows) => rows.slice(1),
  'a row too many': () => (rows) => [...rows, rows[0] ?? []],
  'the first answer for ever': () => {
    let first: readonly (readonly number[])[] | undefined
    return (rows) => (first ??= rows)
  },
  'the row of another run': () => {
    let earlier: readonly number[] | undefined
    return (rows) => {
      const mixed = [earlier ?? rows[0] ?? [], ...rows.slice(1)]
      earlier = rows[0]
      return mixed
    }
  },
}

test.each(Object.entries(WRONG))('refused: %s', async (_, makeDevice) => {
  await fc.assert(
    fc.asyncProperty(seeds, counts, async (seed, count) => {
      const exam = examOf(vectors(seed, count, 1), makeDevice())
      await expect(judge(exam, 'all')).rejects.toMatchObject({ code: 'self-check-failed' })
    }),
  )
})

test('the answers of another variant are refused under its name, even where both are close', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, counts, async (seed, count) => {
      const references = vectors(seed, count, 1)
      const half = references.map((row, at) => plus(row, vectors(seed + 1, count, 0.02)[at] ?? []))
      const device: Device = (_, inputs) => inputs.map((input) => half[input] ?? [])
      await expect(judge(examOf(references, device, { half }), 'all')).rejects.toThrow(/variant half/)
      await expect(judge(examOf(half, device, { whole: references }), 'all')).resolves.toBeGreaterThan(0.999)
    }),
  )
})
