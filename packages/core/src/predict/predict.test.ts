import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PIPELINE_CONSTANTS } from '../collaborative/pipeline-constants.js'
import { calibrationError } from '../metrics/prediction.js'
import { examination } from '../profile/fold/exposures.js'
import { createRandom, gaussian, type Random } from '../random.js'
import { randomArtefacts } from '../testing/random-artefacts.js'
import { logOf } from '../testing/worlds.js'
import { LinearHead, LogisticHead } from './bayesian-head.js'
import { PersonFeatures, PREDICTION_FEATURES } from './person-features.js'
import { Predictor } from './predictor.js'
import { OPEN_FOR, showings } from './showings.js'

const wide = (features: number) => ({ mean: new Float64Array(features), variance: new Float64Array(features).fill(10) })
const draw = (random: Random, features: number) =>
  Float64Array.from({ length: features }, (_, d) => (d === 0 ? 1 : gaussian(random)))
const logistic = (value: number) => 1 / (1 + Math.exp(-value))
const inner = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, d) => value * (b[d] ?? 0)).reduce((sum, value) => sum + value, 0)

describe('a linear head', () => {
  it('is ridge regression, one example at a time', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = createRandom(seed)
        const head = new LinearHead({ mean: Float64Array.of(1), variance: Float64Array.of(2) }, 0.5)
        let [squares, products] = [1 / 2, 1 / 2]
        for (let k = 0; k < 20; k += 1) {
          const [feature, target] = [gaussian(random), gaussian(random)]
          head.learn(Float64Array.of(feature), target)
          squares += feature ** 2 / 0.5
          products += (feature * target) / 0.5
        }
        expect(head.predict(Float64Array.of(1))).toBeCloseTo(products / squares, 9)
      }),
    )
  })
})

describe('a logistic head', () => {
  /** How often things happen, how often they are said to, and the calibration error, after learning from many examples. */
  function learnt(bias: number, negativeShare: number, corrected: boolean) {
    const random = createRandom(5)
    const truth = Float64Array.of(bias, 1, -0.7)
    const head = new LogisticHead(wide(3), corrected ? negativeShare : 1)
    const [said, happened]: [number[], number[]] = [[], []]
    for (let k = 0; k < 20_000; k += 1) {
      const features = draw(random, 3)
      const outcome = random() < logistic(inner(truth, features)) ? 1 : 0
      if (k >= 10_000) {
        said.push(head.predict(features))
        happened.push(outcome)
      }
      if (outcome === 1 || random() < negativeShare) head.learn(features, outcome)
    }
    return { error: calibrationError(said, happened), rate: happened.reduce((sum, y) => sum + y, 0) / happened.length }
  }

  it('says what happens as often as it happens', () => {
    expect(learnt(0, 1, true).error).toBeLessThan(0.02)
  })

  it('is calibrated on rare things although most of what did not happen is passed over', () => {
    const rare = learnt(-4, 0.1, true)
    expect(rare.rate).toBeLessThan(0.05)
    expect(rare.error).toBeLessThan(0.01)
    expect(learnt(-4, 0.1, false).error).toBeGreaterThan(0.05)
  })

  it('is right at every place of a list that is looked at less the further down it is', () => {
    const random = createRandom(6)
    const truth = Float64Array.of(-0.5, 1.5, -1)
    const [placed, blind] = [new LogisticHead(wide(3)), new LogisticHead(wide(3))]
    const places = Array.from({ length: 10 }, () => ({ said: 0, blindly: 0, happened: 0, cases: 0 }))
    for (let k = 0; k < 30_000; k += 1) {
      const features = draw(random, 3)
      const looked = examination(k % places.length)
      const outcome = random() < looked * logistic(inner(truth, features)) ? 1 : 0
      const place = places[k % places.length]
      if (k >= 10_000 && place !== undefined) {
        place.said += placed.predict(features, looked)
        place.blindly += blind.predict(features)
        place.happened += outcome
        place.cases += 1
      }
      placed.learn(features, outcome, looked)
      blind.learn(features, outcome)
    }
    for (const { said, happened, cases } of places) expect(Math.abs(said - happened) / cases).toBeLessThan(0.03)
    const [first] = places
    expect(((first?.happened ?? 0) - (first?.blindly ?? 0)) / (first?.cases ?? 1)).toBeGreaterThan(0.15)
    // As if shown first: the truth itself.
    for (const [d, weight] of truth.entries()) expect(placed.mean[d]).toBeCloseTo(weight, 0)
  })

  it('follows the slope of the likelihood, whatever is passed over and wherever it stands', () => {
    const anyCase = fc.record({
      value: fc.double({ min: -4, max: 4, noNaN: true }),
      looked: fc.double({ min: 0.05, max: 1, noNaN: true }),
      share: fc.double({ min: 0.05, max: 1, noNaN: true }),
      happened: fc.constantFrom(0, 1),
    })
    fc.assert(
      fc.property(anyCase, ({ value, looked, share, happened }) => {
        // So sure that neither doubt nor curvature moves anything: one step is variance times slope.
        const variance = 1e-7
        const head = new LogisticHead({ mean: Float64Array.of(value), variance: Float64Array.of(variance) }, share)
        head.learn(Float64Array.of(1), happened, looked)
        const likelihood = (weight: number) => {
          const chance = looked * logistic(weight + Math.log(share))
          const kept = chance + share * (1 - chance)
          return Math.log(happened === 1 ? chance / kept : (share * (1 - chance)) / kept)
        }
        const slope = (likelihood(value + 1e-5) - likelihood(value - 1e-5)) / 2e-5
        expect(((head.mean[0] ?? 0) - value) / variance).toBeCloseTo(slope, 3)
      }),
    )
  })

  it('claims little where it knows little', () => {
    const far = Float64Array.of(1, 3, 0)
    const mean = Float64Array.of(0, 2, 0)
    const sure = new LogisticHead({ mean, variance: new Float64Array(3).fill(1e-6) })
    const unsure = new LogisticHead({ mean, variance: new Float64Array(3).fill(10) })
    expect(sure.predict(far)).toBeCloseTo(logistic(6), 3)
    expect(unsure.predict(far)).toBeLessThan(sure.predict(far))
    expect(unsure.predict(far)).toBeGreaterThan(0.5)
  })

  it.each([0, 1.5, Number.NaN])('refuses the share %s', (share) => {
    expect(() => new LogisticHead(wide(2), share)).toThrowError(expect.objectContaining({ code: 'invalid-argument' }))
  })

  it('refuses a prior that does not fit', () => {
    const variance = new Float64Array(1)
    const mean = new Float64Array(1)
    expect(() => new LogisticHead({ mean, variance })).toThrowError(/variances above 0/)
    expect(() => new LogisticHead({ mean, variance: new Float64Array(2).fill(1) })).toThrowError(/1 means and 2/)
  })
})

describe('the features of a person', () => {
  const { shipped } = randomArtefacts(4)
  const quality = Float64Array.from({ length: 30 }, (_, k) => k / 30 - 0.5)
  const named = (features: Float64Array) =>
    Object.fromEntries(PREDICTION_FEATURES.map((name, d) => [name, features[d] ?? Number.NaN]))

  it('say nothing personal about somebody unknown', () => {
    const {
      popularity,
      quality: own,
      factors,
      ...rest
    } = named(new PersonFeatures({ ...shipped, quality }, PIPELINE_CONSTANTS).of(7))
    expect(own).toBe(quality[7])
    expect([popularity, factors].every((value) => Number.isFinite(value))).toBe(true)
    expect(rest).toEqual({
      bias: 1,
      neighbours: 0,
      likeRatedContent: 0,
      likeRatedNeighbours: 0,
      personMean: 0,
      personLikes: 0,
      trend: 0,
      earliness: 1,
      likeOpened: 0,
    })
  })

  it('follow what the person does, whatever is shipped', () => {
    for (const artefacts of [{}, { ...shipped, quality }]) {
      const person = new PersonFeatures(artefacts, PIPELINE_CONSTANTS)
      for (let item = 0; item < 10; item += 1) person.observe({ item, liked: true, rating: 1.5 })
      const features = named(person.of(12))
      expect(features['personMean']).toBeGreaterThan(0.5)
      expect(features['personLikes']).toBeGreaterThan(0.5)
      expect(features['trend']).toBeGreaterThan(0)
      expect(features['earliness']).toBeCloseTo(1 / 3, 12)
      expect(Object.values(features).every(Number.isFinite)).toBe(true)
    }
  })

  it('tell what is opened like it from the rest, and count a look less where it is less likely', () => {
    const content = randomArtefacts(4).shipped.content
    const cosines = Array.from(content.cosines(0))
    const likest = cosines.indexOf(Math.max(...cosines.slice(1)))
    const opened = (looked: number, times: number) => {
      const person = new PersonFeatures({ content }, PIPELINE_CONSTANTS)
      // Something that is like nothing else keeps the usual rate where it is.
      for (let k = 0; k < times; k += 1) person.show({ item: likest, looked, opened: k % 2 === 0 })
      const unlike = cosines.indexOf(Math.min(...cosines))
      for (let k = 0; k < 200; k += 1) person.show({ item: unlike, looked: 1, opened: false })
      return named(person.of(0))['likeOpened'] ?? Number.NaN
    }
    expect(opened(1, 4)).toBeGreaterThan(0)
    expect(opened(0.3, 40)).toBeGreaterThan(opened(1, 40))
    expect(named(new PersonFeatures({}, PIPELINE_CONSTANTS).of(0))['likeOpened']).toBe(0)
  })

  it('tell what is judged like it from the rest', () => {
    const table = randomArtefacts(4).shipped.content
    const [own, likest] = [0, Array.from(table.cosines(0), (cosine, k) => ({ cosine, k })).filter(({ k }) => k > 0)]
    const nearest = likest.reduce((best, next) => (next.cosine > best.cosine ? next : best)).k
    const furthest = likest.reduce((best, next) => (next.cosine < best.cosine ? next : best)).k
    const person = new PersonFeatures({ content: table }, PIPELINE_CONSTANTS)
    person.observe({ item: nearest, liked: true, rating: 2 })
    person.observe({ item: furthest, liked: false, rating: -2 })
    expect(named(person.of(own))['likeRatedContent']).toBeGreaterThan(0.5)
  })
})

describe('the predictor', () => {
  it('learns each head from what it is about, and starts from what others taught it', () => {
    const random = createRandom(8)
    const teacher = new Predictor()
    const blank = teacher.means()
    const count = PREDICTION_FEATURES.length
    for (let k = 0; k < 500; k += 1) {
      const features = draw(random, count)
      teacher.learn(features, { like: Number((features[1] ?? 0) > 0), rating: features[2] ?? 0 })
    }
    const means = teacher.means()
    expect(means.click).toEqual(blank.click)
    const features = new Float64Array(count)
    features.set([1, 2, 1])
    const told = new Predictor({ means }).predict(features)
    expect(told.like).toBeGreaterThan(0.8)
    expect(told.rating).toBeCloseTo(1, 1)
    expect(new Predictor().predict(features)).toEqual({ click: 0.5, finish: 0.5, like: 0.5, dislike: 0.5, rating: 0 })
  })
})

describe('showings', () => {
  it('say what became of each item that was shown, once nothing more can', () => {
    const shown = ['a', 'b', 'c', 'd'].map(
      (itemId, position) => ({ type: 'impression', itemId, listId: 'l', position }) as const,
    )
    const later = Array.from({ length: OPEN_FOR }, (_, k) => ({ type: 'view', itemId: `later ${k}` }) as const)
    const log = logOf(
      ...shown,
      { type: 'play', itemId: 'a', value: 0.95 },
      { type: 'like', itemId: 'b' },
      { type: 'hide', itemId: 'c' },
      ...later,
      { type: 'impression', itemId: 'e' },
    )
    expect(showings(log).map(({ itemId, position, outcome }) => [itemId, position, outcome])).toEqual([
      ['a', 0, { click: 1, finish: 1, like: 0, dislike: 0 }],
      ['b', 1, { click: 1, finish: 0, like: 1, dislike: 0 }],
      ['c', 2, { click: 0, like: 0, dislike: 1 }],
      ['d', 3, { click: 0 }],
    ])
  })
})
