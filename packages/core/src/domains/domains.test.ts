import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Catalogue } from '../catalogue/catalogue.js'
import { type RankingContext, recommend, related } from '../pipeline/rank.js'
import { whatWouldChange } from '../pipeline/what-would-change.js'
import { emptyProfile, replay } from '../profile/profile.js'
import { createRandom, gaussian } from '../random.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { referenceKernels } from '../testing/reference-kernels.js'
import { logOf, unitVector } from '../testing/worlds.js'
import { quantise } from '../vector/quantise.js'
import { singularValues } from '../vector/singular-values.js'
import { type Domain, type ElsewhereEvidence, fromElsewhere } from './elsewhere.js'
import { fitSpaceMap } from './fit-space-map.js'
import { checkSpaceMap, mapCentred, type SpaceMap, spaceMapFromJson, spaceMapToJson } from './space-map.js'

const matrixOf = (rows: number, columns: number, seed: number) => {
  const random = createRandom(seed)
  return Float64Array.from({ length: rows * columns }, () => gaussian(random))
}

describe('singular values', () => {
  it('put any matrix together again, from directions at right angles', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.nat(), (rows, columns, seed) => {
        const matrix = matrixOf(rows, columns, seed)
        const { u, values, v, rank } = singularValues(matrix, rows, columns)
        expect(rank).toBe(Math.min(rows, columns))
        for (let r = 0; r < rows; r += 1) {
          for (let c = 0; c < columns; c += 1) {
            let sum = 0
            for (let k = 0; k < rank; k += 1)
              sum += (u[r * rank + k] as number) * (values[k] as number) * (v[c * rank + k] as number)
            expect(sum).toBeCloseTo(matrix[r * columns + c] as number, 10)
          }
        }
        for (let a = 0; a < rank; a += 1) {
          if (a > 0) expect(values[a]).toBeLessThanOrEqual(values[a - 1] as number)
          for (let b = 0; b <= a; b += 1) {
            let products = 0
            for (let r = 0; r < rows; r += 1) products += (u[r * rank + a] as number) * (u[r * rank + b] as number)
            expect(products).toBeCloseTo(a === b ? 1 : 0, 9)
          }
        }
      }),
    )
  })

  it('of a matrix known by hand', () => {
    const { values } = singularValues([3, 0, 4, 5], 2, 2)
    expect(values[0]).toBeCloseTo(Math.sqrt(45), 12)
    expect(values[1]).toBeCloseTo(Math.sqrt(5), 12)
  })
})

/** Things in two spaces: the second is the first, turned (or stretched) and moved, with some noise. */
function pairs(count: number, { dimensions = 8, noise = 0, stretch = 1, seed = 1 } = {}) {
  const random = createRandom(seed)
  const { u: turn } = singularValues(matrixOf(dimensions, dimensions, 99), dimensions, dimensions)
  const from = Float64Array.from({ length: count * dimensions }, () => gaussian(random) + 0.7)
  const to = Float64Array.from({ length: count * dimensions }, (_, place) => {
    const row = Math.floor(place / dimensions)
    const column = place % dimensions
    let sum = -0.4
    for (let d = 0; d < dimensions; d += 1)
      sum +=
        (from[row * dimensions + d] as number) * (turn[d * dimensions + column] as number) * (d === 0 ? stretch : 1)
    return sum + noise * gaussian(random)
  })
  return { from, to, fromDimensions: dimensions, toDimensions: dimensions, turn }
}

describe('a fitted map', () => {
  it('finds a turn again, by either method, and says how well it does', () => {
    const { turn, ...anchors } = pairs(60)
    for (const method of ['ridge', 'procrustes'] as const) {
      const { weight, agreement } = fitSpaceMap(anchors, { method, ridges: [1e-8] })
      expect(agreement).toBeGreaterThan(0.9999)
      for (let k = 0; k < weight.length; k += 1) expect(weight[k]).toBeCloseTo(turn[k] as number, 4)
    }
  })

  it('by ridge follows a stretch that a turn cannot, and a turn needs fewer anchors', () => {
    const stretched = pairs(400, { stretch: 6, noise: 0.1 })
    const cosineOf = (method: 'ridge' | 'procrustes', anchors: ReturnType<typeof pairs>) => {
      const { weight } = fitSpaceMap(anchors, { method })
      const tests = pairs(200, { stretch: anchors === stretched ? 6 : 1, seed: 5 })
      const map = fitSpaceMap(anchors, { method })
      let sum = 0
      for (let k = 0; k < 200; k += 1) {
        const guess = mapCentred({ from: 'text', to: 'text', ...map, weight }, tests.from.slice(k * 8, k * 8 + 8))
        const truth = Array.from(tests.to.slice(k * 8, k * 8 + 8), (value, d) => value - (map.toMean[d] as number))
        const length = Math.hypot(...guess) * Math.hypot(...truth)
        sum += guess.reduce((total, value, d) => total + value * (truth[d] as number), 0) / length
      }
      return sum / 200
    }
    expect(cosineOf('ridge', stretched)).toBeGreaterThan(cosineOf('procrustes', stretched) + 0.05)
    const few = pairs(9, { noise: 0.3 })
    expect(cosineOf('procrustes', few)).toBeGreaterThan(cosineOf('ridge', few) + 0.01)
  })

  it('of ridge judges itself by anchors it has not seen: exactly what fitting without them gives', () => {
    const anchors = pairs(14, { dimensions: 4, noise: 0.5 })
    const { agreement } = fitSpaceMap(anchors, { ridges: [0.3] })
    let sum = 0
    for (let left = 0; left < 14; left += 1) {
      const keep = (rows: Float64Array) => rows.filter((_, k) => Math.floor(k / 4) !== left)
      const all = fitSpaceMap(anchors, { ridges: [0.3] })
      const rest = { ...anchors, from: keep(anchors.from), to: keep(anchors.to) }
      const trace = (rows: Float64Array) => {
        const mean = [0, 1, 2, 3].map(
          (d) => rows.filter((_, k) => k % 4 === d).reduce((a, b) => a + b, 0) / (rows.length / 4),
        )
        return rows.reduce((total, value, k) => total + (value - (mean[k % 4] as number)) ** 2, 0)
      }
      // The ridge is in units of the variance, so the same size takes another factor with one row less.
      const fit = fitSpaceMap(rest, { ridges: [(0.3 * trace(anchors.from)) / trace(rest.from)] })
      const guess = mapCentred({ from: 'text', to: 'text', ...fit }, anchors.from.slice(left * 4, left * 4 + 4))
      const here = [0, 1, 2, 3].map((d) => (guess[d] as number) + (fit.toMean[d] as number) - (all.toMean[d] as number))
      const truth = [0, 1, 2, 3].map((d) => (anchors.to[left * 4 + d] as number) - (all.toMean[d] as number))
      sum +=
        here.reduce((total, value, d) => total + value * (truth[d] as number), 0) /
        (Math.hypot(...here) * Math.hypot(...truth))
    }
    expect(agreement).toBeCloseTo(sum / 14, 4)
  })

  it.each([
    ['one anchor', { from: [1, 2], to: [3], fromDimensions: 2, toDimensions: 1 }],
    ['other numbers of rows', { from: [1, 2, 3, 4], to: [1, 2, 3], fromDimensions: 2, toDimensions: 1 }],
    ['numbers that are none', { from: [1, Number.NaN], to: [1, 2], fromDimensions: 1, toDimensions: 1 }],
  ])('refuses %s', (_, anchors) => {
    expect(() => fitSpaceMap(anchors)).toThrowError(expect.objectContaining({ code: 'invalid-argument' }))
  })
})

describe('a map in a file', () => {
  const map: SpaceMap = {
    from: 'films@1',
    to: 'books@1',
    maps: [{ from: 'text' as const, to: 'text' as const, ...fitSpaceMap(pairs(20)) }].map(
      ({ agreement, ridge, ...rest }) => rest,
    ),
  }

  it('comes back as it was, to the digits of float32', () => {
    const read = spaceMapFromJson(spaceMapToJson(map))
    expect({ from: read.from, to: read.to, count: read.maps.length }).toEqual({ from: map.from, to: map.to, count: 1 })
    const [given, back] = [map.maps[0]?.weight ?? [], read.maps[0]?.weight ?? []]
    expect(back).toHaveLength(given.length)
    for (let k = 0; k < given.length; k += 1) expect(back[k]).toBeCloseTo(given[k] as number, 6)
    expect(checkSpaceMap(map)).toEqual(map)
    expect(checkSpaceMap(map).maps[0]?.weight).not.toBe(map.maps[0]?.weight)
  })

  it('is refused when it is not one', () => {
    const [only] = map.maps
    for (const wrong of [
      null,
      [],
      { ...map, extra: 1 },
      { ...map, from: '' },
      { ...map, maps: [] },
      { ...map, maps: [{ ...only, from: 'smell' }] },
      { ...map, maps: [{ ...only, weight: only?.weight.slice(1) }] },
      { ...map, maps: [{ ...only, fromMean: 'AAAA' }] },
      { ...map, maps: [{ ...only, fromMean: Array.from(only?.fromMean ?? [], String) }] },
      { ...map, maps: [{ ...only, toMean: new Array(8).fill(Number.NaN) }] },
    ]) {
      expect(() => checkSpaceMap(wrong)).toThrowError(expect.objectContaining({ code: 'invalid-argument' }))
    }
    for (const text of [
      '',
      '{}',
      '[]',
      spaceMapToJson(map).replace('@1"', '@2"'),
      spaceMapToJson(map).replace(/\d/, '"x"'),
    ]) {
      expect(() => spaceMapFromJson(text)).toThrowError(expect.objectContaining({ code: 'invalid-argument' }))
    }
  })
})

const DIMENSIONS = 16
const TASTES = 6

/** Films and books with the same hidden tastes, in spaces that have nothing in common but a turn. */
function twoCatalogues(space: 'same' | 'turned') {
  const random = createRandom(3)
  const centres = Array.from({ length: TASTES }, () => unitVector(random, DIMENSIONS))
  const { u: turn } = singularValues(matrixOf(DIMENSIONS, DIMENSIONS, 4), DIMENSIONS, DIMENSIONS)
  const film = (k: number) =>
    unitVector(random, DIMENSIONS).map((value, d) => 0.6 * value + (centres[k % TASTES]?.[d] ?? 0))
  const turned = (vector: readonly number[]) =>
    vector.map((_, c) => vector.reduce((sum, value, r) => sum + value * (turn[r * DIMENSIONS + c] as number), 0.2))
  const books = new Catalogue({
    kernels: referenceKernels,
    space: { id: space === 'same' ? 'films@1' : 'books@1', dimensions: DIMENSIONS, modalities: ['text'] },
  })
  for (let k = 0; k < 120; k += 1) {
    const vector = space === 'same' ? film(k) : turned(film(k))
    books.add({ id: `book${k}`, popularity: 10 + ((37 * k) % 29) }, { text: quantise(vector, DIMENSIONS) })
  }
  const anchors = Array.from({ length: 40 }, (_, k) => film(k))
  const fitted = fitSpaceMap({
    from: anchors.flat(),
    to: anchors.flatMap(turned),
    fromDimensions: DIMENSIONS,
    toDimensions: DIMENSIONS,
  })
  const { fromMean, toMean, weight } = fitted
  const spaceMap: SpaceMap = {
    from: 'films@1',
    to: 'books@1',
    maps: [{ from: 'text', to: 'text', fromMean, toMean, weight }],
  }
  const films = new Map(Array.from({ length: 30 }, (_, k) => [`film${k}`, film(k)]))
  const domain = (...liked: number[]): Domain => ({
    name: 'films',
    profile: replay(logOf(...liked.map((k) => ({ type: 'like', itemId: `film${k}` }) as const))),
    spaceId: 'films@1',
    vectorsOf: (id) => (films.has(id) ? { text: films.get(id) ?? [] } : {}),
    titleOf: (id) => id.toUpperCase(),
    ...(space === 'same' ? {} : { spaceMap }),
  })
  const context: RankingContext = {
    catalogue: books,
    similarities: new SimilarityCache(books),
    profile: emptyProfile(),
    // The default is cautious; here content tells everything.
    constants: { elsewhereShare: 1 },
  }
  return { context, domain }
}

const tasteOf = (id: string) => Number(id.replace(/\D/g, '')) % TASTES

describe.each(['same', 'turned'] as const)('a profile of films, among books of the %s space', (space) => {
  const { context, domain } = twoCatalogues(space)
  const spaceId = context.catalogue.space?.id ?? ''
  const elsewhere = fromElsewhere(domain(2, 8, 14), spaceId)

  it('finds books of the same taste before anything was done there, and names the film', () => {
    const list = recommend({ ...context, elsewhere }, { diversity: 0 })
    const found = list.take(15)
    expect(found.filter(({ item }) => tasteOf(item.id) === 2).length).toBeGreaterThanOrEqual(7)
    const without = recommend(context, { diversity: 0 }).take(15)
    expect(without.filter(({ item }) => tasteOf(item.id) === 2).length).toBeLessThan(5)
    const [reason] = found[0]?.reasons ?? []
    expect(reason).toMatchObject({ kind: 'similar-to-liked', domain: 'films' })
    expect(reason?.message).toMatch(/^Like “FILM\d+” \(films\), which you liked/)
    const { parts, history, score } = list.explain(found[0]?.item.id ?? '')
    expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 9)
    expect(history.every((entry) => entry.domain === 'films')).toBe(true)
    const given = parts.filter(({ name }) => name === 'elsewhere').reduce((sum, { value }) => sum + value, 0)
    expect(history.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(given, 9)
  })

  it('gives way to what is done here, and is told apart from it', () => {
    const share = (likes: number) => {
      const log = Array.from({ length: likes }, (_, k) => ({ type: 'like', itemId: `book${3 + 6 * k}` }) as const)
      const list = recommend({ ...context, elsewhere, profile: replay(logOf(...log)) }, { diversity: 0 })
      const [first] = list.take(100)
      const { history } = list.explain(first?.item.id ?? '')
      const sequences = history.map(({ sequence, domain: where }) => `${sequence} ${where}`)
      expect(new Set(sequences).size).toBe(sequences.length)
      const parts = Array.from({ length: 100 }, (_, k) => `book${k}`).flatMap((id) =>
        list.count > 0 && !log.some(({ itemId }) => itemId === id) ? explained(list, id) : [],
      )
      return Math.max(...parts.filter(({ name }) => name === 'elsewhere').map(({ value }) => value))
    }
    expect(share(0)).toBeGreaterThan(share(5))
    expect(share(5)).toBeGreaterThan(share(15))
  })

  it('is brought in even where the catalogue is too large to be scored whole', () => {
    const found = recommend({ ...context, elsewhere, maxCandidates: 40 }, { diversity: 0 }).take(10)
    expect(found.filter(({ item }) => tasteOf(item.id) === 2).length).toBeGreaterThanOrEqual(5)
  })

  it('changes no list that is asked for with an item alone, and is taken away only where it is kept', () => {
    const ids = (given: readonly ElsewhereEvidence[]) =>
      related({ ...context, elsewhere: given }, 'book1')
        .take(20)
        .map(({ item }) => item.id)
    expect(ids(elsewhere)).toEqual(ids([]))
    const log = logOf({ type: 'like', itemId: 'book3' })
    const [first] = recommend({ ...context, elsewhere, profile: replay(log) }).take(1)
    const answer = whatWouldChange({ ...context, elsewhere }, log, first?.item.id ?? '')
    if (answer.found) expect(answer.sequences).toEqual([1])
  })
})

function explained(list: ReturnType<typeof recommend>, id: string) {
  try {
    return list.explain(id).parts
  } catch {
    return []
  }
}

describe('what is done elsewhere', () => {
  it('is refused where the spaces do not meet, and left out where nothing is known of it', () => {
    const { domain } = twoCatalogues('turned')
    expect(() => fromElsewhere(domain(1), 'paintings@1')).toThrowError(
      expect.objectContaining({ code: 'space-mismatch' }),
    )
    const { spaceMap, ...unmapped } = domain(1)
    expect(spaceMap).toBeDefined()
    expect(() => fromElsewhere(unmapped, 'books@1')).toThrowError(expect.objectContaining({ code: 'space-mismatch' }))
    expect(fromElsewhere({ ...domain(1), vectorsOf: () => ({}) }, 'books@1')).toEqual([])
  })
})
