import {
  Catalogue,
  createRandom,
  gaussian,
  type Item,
  ItemFactors,
  type Kernels,
  LARGEST_SCANNED,
  Learnt,
  type Profile,
  quantise,
  recommend,
  replay,
  SimilarityCache,
  topByFact,
  topK,
} from '@locavore/core'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createKernels } from '../create-kernels.js'
import { createRetrievalKernels } from './create-retrieval-kernels.js'

// Ten thousand items are ranked here several times over; a busy machine may take long over them.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const ITEMS = 10_000
const DIMENSIONS = 64
const GROUPS = 100
const space = { id: 'large@1', dimensions: DIMENSIONS, modalities: ['text', 'image'] as const }

/** A catalogue of groups, in two cones, a fifth without a picture. Made twice of the same seed it is the same. */
function fill(kernels: Kernels, items = ITEMS): Catalogue {
  const random = createRandom(7)
  const vector = () => Float32Array.from({ length: DIMENSIONS }, () => gaussian(random))
  const cones = [vector(), vector()]
  const groups = Array.from({ length: GROUPS }, vector)
  const catalogue = new Catalogue({ kernels, space })
  for (let k = 0; k < items; k += 1) {
    const embed = (cone: number) => {
      const own = vector()
      const numbers = own.map((value, d) => value + (groups[k % GROUPS]?.[d] ?? 0) + 1.5 * (cones[cone]?.[d] ?? 0))
      return quantise(numbers, DIMENSIONS)
    }
    const text = embed(0)
    const image = embed(1)
    catalogue.add(itemOf(k), random() < 0.2 ? { text } : { text, image })
  }
  return catalogue
}

function itemOf(k: number): Item {
  return {
    id: `i${k}`,
    attributes: { group: k % GROUPS, third: k % 3 === 0 },
    popularity: (k * 7919) % 1_000,
    addedAt: k,
  }
}

function fanOf(...groups: number[]): Profile {
  const liked = groups.flatMap((group) => [0, 1, 2].map((turn) => `i${group + turn * GROUPS}`))
  return replay(liked.map((itemId, k) => ({ sequence: k + 1, type: 'like', itemId, at: 0 })))
}

interface Asked {
  readonly catalogue: Catalogue
  readonly profile: Profile
  readonly maxCandidates?: number
}

function top(asked: Asked, filter?: { readonly third: boolean }): string[] {
  const context = { ...asked, similarities: new SimilarityCache(asked.catalogue) }
  const list = recommend(context, { diversity: 0, ...(filter === undefined ? {} : { filter }) })
  return list.take(20).map(({ item }) => item.id)
}

let large: Catalogue
let scanned: Catalogue

beforeAll(async () => {
  large = fill(await createRetrievalKernels())
  scanned = fill(await createKernels())
})

describe('a catalogue too large to compare with every row', () => {
  it('is larger than what is compared row by row', () => {
    expect(ITEMS).toBeGreaterThan(LARGEST_SCANNED)
  })

  it('finds the rows that plain cosines find, but for rounding', () => {
    const rows = large.modality('text')
    const allowed = Uint8Array.from({ length: ITEMS }, (_, index) => (index % 3 === 0 ? 1 : 0))
    if (rows === undefined) throw new Error('the catalogue has texts')
    for (const index of [0, 17, 4_321]) {
      const query = rows.centredRow(index)
      const found = Array.from(rows.nearest([query], 50, allowed)[0] ?? [])
      const cosines = Array.from({ length: ITEMS }, (_, other) => rows.similarity(index, other))
      const best = cosines.filter((_, other) => allowed[other] === 1).sort((a, b) => b - a)
      expect(found.every((row) => allowed[row] === 1)).toBe(true)
      for (const [place, row] of found.entries()) expect(cosines[row]).toBeGreaterThan((best[place] ?? 1) - 0.01)
      expect(found.length).toBe(50)
    }
  })

  it('gives the lists that scanning every row gives, filtered or not, before and after it is prepared', () => {
    for (const profile of [fanOf(3), fanOf(8, 50), replay([])]) {
      for (const filter of [undefined, { third: true }]) {
        expect(top({ catalogue: large, profile }, filter)).toEqual(top({ catalogue: scanned, profile }, filter))
      }
    }
    while (large.prepare(3_000)) {
      // One step after the other.
    }
    expect(top({ catalogue: large, profile: fanOf(3) })).toEqual(top({ catalogue: scanned, profile: fanOf(3) }))
  })

  it('has at the top most of what scoring every item has: the standard of a score is that of the candidates', () => {
    for (const profile of [fanOf(3), fanOf(8, 50), fanOf(1, 2, 30)]) {
      const whole = top({ catalogue: large, profile, maxCandidates: ITEMS })
      const cut = top({ catalogue: large, profile })
      expect(cut.filter((id) => whole.includes(id)).length).toBeGreaterThanOrEqual(15)
    }
  })

  it('shows an item added, changed or removed in the next list', () => {
    const profile = fanOf(3)
    const { codes, scale } = large.modality('text')?.matrix.row(3) ?? {}
    if (codes === undefined || scale === undefined) throw new Error('the item has a text')
    const like = { text: { codes: codes.slice(), scale } }
    large.add({ id: 'new', popularity: 500, attributes: { third: true } }, like)
    expect(top({ catalogue: large, profile }, { third: true })).toContain('new')
    large.put({ id: 'new', popularity: 500, attributes: { third: false } }, like)
    expect(top({ catalogue: large, profile }, { third: true })).not.toContain('new')
    expect(top({ catalogue: large, profile }, { third: false })).toContain('new')
    large.remove('new')
    expect(top({ catalogue: large, profile })).not.toContain('new')
  })

  it('takes its mean anew after one change in a hundred, and is then what it would have been from the start', () => {
    const held = large.modality('text')?.mean
    for (let k = 0; k < 300; k += 1) large.remove(`i${9_999 - k}`)
    expect(large.modality('text')?.mean).not.toBe(held)
    for (let k = 0; k < 300; k += 1) scanned.remove(`i${9_999 - k}`)
    expect(
      large
        .modality('text')
        ?.mean.every((value, d) => Math.abs(value - (scanned.modality('text')?.mean[d] ?? 9)) < 1e-3),
    ).toBe(true)
    expect(top({ catalogue: large, profile: fanOf(3) })).toEqual(top({ catalogue: scanned, profile: fanOf(3) }))
  })

  it('takes the popular and the new in their order, whatever was changed since that was made', () => {
    const allowed = Uint8Array.from({ length: large.extent }, (_, index) => (index % 3 === 0 ? 1 : 0))
    for (const fact of ['popularity', 'addedAt'] as const) {
      for (const change of [undefined, { popularity: 5_000, addedAt: 1 }, { popularity: 1, addedAt: 1e9 }, {}]) {
        if (change !== undefined) large.put({ id: 'i30', ...change }, {})
        const expected = [...topK(large.fact(fact).subarray(0, allowed.length), 40, allowed)]
        expect([...Array.from(topByFact(large, fact, 40, allowed))]).toEqual(expected)
      }
    }
  })

  it('is searched by the tables of a publisher as it is multiplied by them', () => {
    const random = createRandom(3)
    const ids = Array.from({ length: ITEMS }, (_, row) => `i${(row * 7 + 3) % ITEMS}`)
    const values = Float32Array.from({ length: ITEMS * 16 }, () => gaussian(random))
    const made = () => new Learnt({ ids, factors: new ItemFactors({ dimensions: 16, values }) })
    const [searched, multiplied] = [made(), made()]
    const ranked = (catalogue: Catalogue, learnt: Learnt) => {
      const context = { catalogue, learnt, profile: fanOf(3, 40), similarities: new SimilarityCache(catalogue) }
      return recommend(context, { diversity: 0 })
        .take(20)
        .map(({ item }) => item.id)
    }
    const common = ranked(large, searched).filter((id) => ranked(scanned, multiplied).includes(id))
    expect(common.length).toBeGreaterThanOrEqual(19)
    const [best = ''] = ranked(large, searched)
    large.remove(best)
    expect(ranked(large, searched)).not.toContain(best)
  })

  it('grows out of comparing every row without a change that can be seen', async () => {
    const growing = fill(await createRetrievalKernels(), LARGEST_SCANNED)
    const profile = fanOf(5)
    const before = top({ catalogue: growing, profile, maxCandidates: 4_000 })
    for (let k = 0; k < 10; k += 1) growing.add({ id: `more${k}` })
    const { codes, scale } = growing.modality('text')?.matrix.row(77) ?? {}
    if (codes === undefined || scale === undefined) throw new Error('the item has a text')
    growing.put({ id: 'more9' }, { text: { codes: codes.slice(), scale } })
    expect(
      top({ catalogue: growing, profile, maxCandidates: 4_000 }).filter((id) => before.includes(id)).length,
    ).toBeGreaterThan(18)
  })
})
