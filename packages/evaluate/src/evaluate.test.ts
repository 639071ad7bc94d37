import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { main } from './cli.js'
import { type EvaluationPart, evaluate, evaluateReference } from './evaluate.js'
import type { Result } from './measure/summarise.js'
import { readPack } from './pack/read-pack.js'
import { type SyntheticOptions, writeSyntheticPack } from './testing/synthetic-pack.js'

const made: (() => void)[] = []
afterAll(() => {
  for (const remove of made) remove()
})
async function evaluated(options: SyntheticOptions = {}, parts: readonly EvaluationPart[] = ['ranking']) {
  const { folder, remove } = writeSyntheticPack(options)
  made.push(remove)
  return evaluate(await readPack(folder), { resamples: 50, parts })
}

const methodsOf = (results: readonly Result[]) => [...new Set(results.map(({ method }) => method))]
const ndcg = (results: readonly Result[], name: string) =>
  results.find(({ method, history }) => method === name && history === 'all')?.metrics.ndcg10?.mean ?? Number.NaN

describe('an evaluation', { timeout: 60_000 }, () => {
  it('measures every method at every history length, each with its interval', async () => {
    const { results, checks } = await evaluated()
    const expected = [
      'default',
      'withoutItemItem',
      'withoutFactors',
      'withoutPrior',
      'withoutContent',
      'withoutPopularity',
    ]
    expected.push('withoutDecay', 'withoutSession', 'withDislikes', 'contentOnly', 'ials', 'popularity', 'naive')
    expect(methodsOf(results)).toEqual(expect.arrayContaining(expected))
    for (const { method, history, metrics, users, ndcg10TimesDefault } of results) {
      expect(Object.keys(metrics).length).toBe(15)
      expect(users).toBeGreaterThan(0)
      expect(ndcg10TimesDefault === undefined).toBe(method === 'default')
      if (ndcg10TimesDefault === undefined) continue
      const standard = results.find((result) => result.method === 'default' && result.history === history)
      const expectedRatio = (metrics.ndcg10?.mean ?? 0) / (standard?.metrics.ndcg10?.mean ?? 0)
      expect(ndcg10TimesDefault.mean).toBeCloseTo(expectedRatio, 12)
    }
    for (const { metrics } of results) {
      for (const { mean, low, high } of Object.values(metrics)) {
        expect(low).toBeLessThanOrEqual(mean + 1e-9)
        expect(high).toBeGreaterThanOrEqual(mean - 1e-9)
      }
    }
    // People with one like only have no entry at three.
    const usersAt = (n: unknown) => results.find(({ history }) => history === n)?.users
    expect([usersAt(1), usersAt('all')]).toEqual([40, 40])
    expect(usersAt(3)).toBeLessThan(40)
    expect(new Set(checks.map(({ id }) => id))).toEqual(new Set(['Q1', 'Q2', 'Q3', 'Q5', 'Q6', 'Q7', 'Q8', 'Q9']))
  })

  it('finds what people like where the artefacts follow their tastes', async () => {
    const { results } = await evaluated()
    expect(ndcg(results, 'default')).toBeGreaterThan(2 * ndcg(results, 'popularity'))
    expect(ndcg(results, 'contentOnly')).toBeGreaterThan(ndcg(results, 'popularity'))
  })

  it.each<[string, SyntheticOptions, string[]]>([
    ['texts and cold files', { without: ['labels', 'cold', 'times'] }, []],
    ['one modality', { without: ['llm'] }, ['naiveLlm']],
    ['content', { without: ['content'] }, ['contentOnly', 'withoutContent', 'naive']],
    ['factors', { without: ['factors'] }, ['ials', 'withoutFactors', 'withoutPrior', 'defaultFloatFactors']],
    ['item weights', { without: ['neighbours'] }, ['easeTop100Int8', 'withoutItemItem']],
    ['ratings', { without: ['ratings'], manifest: { dislikeThreshold: undefined } }, ['withDislikes']],
    ['popularity', { without: ['popularity'] }, ['popularity', 'withoutPopularity']],
    ['an order in time', { manifest: { ordered: false } }, ['withoutDecay', 'withoutSession']],
  ])('does without %s', async (_, options, missing) => {
    const { results } = await evaluated(options)
    expect(Number.isFinite(ndcg(results, 'default'))).toBe(true)
    for (const method of missing) expect(methodsOf(results)).not.toContain(method)
  })

  it('takes from the stored reference what a pack does not allow to be computed, of these very people only', async () => {
    const figure = { mean: 0.1, low: 0.05, high: 0.2 }
    const stored = { users: 40, ndcg10: figure, recall20: figure }
    const reference = { all: { ease: stored, itemKnn: { ...stored, users: 39 }, naive: stored, popularity: stored } }
    const { results } = await evaluated({ without: ['content'], manifest: { reference } })
    const of = (name: string) => results.filter(({ method }) => method === name)
    for (const method of ['ease', 'naive']) {
      expect(of(method)).toEqual([{ method, history: 'all', users: 40, metrics: { ndcg10: figure, recall20: figure } }])
    }
    expect(of('itemKnn')).toEqual([])
    expect(of('popularity').map(({ history }) => history)).toEqual([1, 3, 'all'])
    expect(of('popularity').every(({ metrics }) => metrics.ndcg10?.mean !== figure.mean)).toBe(true)
  })

  it('is the same again', async () => {
    expect(await evaluated()).toEqual(await evaluated())
  })
})

describe('the sections', { timeout: 60_000 }, () => {
  const sectionOf = async (part: EvaluationPart, options: SyntheticOptions = {}) => {
    const { results, sections } = await evaluated(options, [part])
    expect(results).toEqual([])
    return sections[0]
  }
  const meanOf = (section: Awaited<ReturnType<typeof sectionOf>>, row: string, column: string) =>
    section?.rows.find(({ name }) => name === row)?.values[column]?.mean ?? Number.NaN

  it('predict ratings and likes better than the means do, where taste decides', async () => {
    const section = await sectionOf('prediction', { people: 80 })
    expect(meanOf(section, 'rating: heads', 'RMSE')).toBeLessThan(meanOf(section, 'rating: item mean', 'RMSE'))
    expect(meanOf(section, 'like: heads', 'AUC')).toBeGreaterThan(0.7)
    expect(meanOf(section, 'like: mean of all', 'AUC')).toBeCloseTo(0.5, 1)
    expect(section?.checks.every(({ passed }) => passed !== undefined)).toBe(true)
  })

  it('ask a new person, by every strategy, until enough is answered', async () => {
    const section = await sectionOf('cold-start')
    expect(section?.rows.map(({ name }) => name)).toEqual(
      ['any answer', 'likes only'].flatMap((kind) =>
        ['most popular', 'random popular', 'random', 'spread'].map((name) => `${name}, ${kind}`),
      ),
    )
    expect(meanOf(section, 'spread, any answer', 'shown for 3')).toBeGreaterThanOrEqual(3)
    expect(meanOf(section, 'spread, likes only', 'shown for 1')).toBeGreaterThanOrEqual(1)
  })

  it('measure how much one event moves a list', async () => {
    const section = await sectionOf('stability')
    for (const { values } of section?.rows ?? []) {
      for (const name of ['view', 'dwell', 'like', 'save']) {
        expect(values[name]?.mean).toBeGreaterThan(0)
        expect(values[name]?.mean).toBeLessThanOrEqual(1)
      }
    }
    expect(section?.checks.find(({ about }) => about.startsWith('the same list'))?.passed).toBe(true)
  })

  it.each<[EvaluationPart, SyntheticOptions]>([
    ['prediction', { without: ['ratings'] }],
    ['cold-start', { without: ['popularity'] }],
  ])('leave out %s where the pack has no data for it', async (part, options) => {
    expect(await sectionOf(part, options)).toBeUndefined()
  })
})

describe('the command', { timeout: 60_000 }, () => {
  it('prints a table and writes the results', async () => {
    const { folder, remove } = writeSyntheticPack()
    made.push(remove)
    const printed: string[] = []
    const file = join(folder, 'out.json')
    expect(await main([folder, '--json', file], (text) => printed.push(text))).toBe(0)
    expect(printed.join('\n')).toMatch(/History: all likes, 40 people[\s\S]*default +0\.\d{4} \[/)
    const written = JSON.parse(readFileSync(file, 'utf8'))
    expect(written.pack).toBe('synthetic')
    expect(written.results[0]).toMatchObject({ method: 'default', history: 1, users: 40 })
    expect(Object.keys(written.results[0].metrics.ndcg10)).toEqual(['mean', 'low', 'high'])
  })

  it('says what is wrong, and exits with 2', async () => {
    const run = async (...args: string[]) => {
      const printed: string[] = []
      return { status: await main(args, (text) => printed.push(text)), said: printed.join('\n') }
    }
    expect(await run()).toMatchObject({ status: 2, said: expect.stringContaining('usage: pnpm evaluate') })
    expect(await run('nowhere')).toMatchObject({
      status: 2,
      said: expect.stringMatching(/catalogue-invalid: manifest/),
    })
    expect(await run('a', '--part', 'x')).toMatchObject({ status: 2, said: expect.stringMatching(/no part "x"/) })
    expect(await run('a', '--fast')).toMatchObject({ status: 2, said: expect.stringMatching(/unknown-option.*--fast/) })
    const { folder, remove } = writeSyntheticPack()
    made.push(remove)
    expect(await run(folder, '--seed', 'x')).toMatchObject({ status: 2, said: expect.stringMatching(/seed is "x"/) })
    // A pack without stored lists has nothing to compare with, and so nothing that fails.
    expect(await run(folder, '--reference')).toMatchObject({ status: 0 })
  })
})

// Licensed for research and not for redistribution, so they lie beside the checkout or where the variable says.
const packs = process.env['LOCAVORE_RANKING_PACKS'] ?? resolve(import.meta.dirname, '../../../../shared/ranking')
const films = join(packs, 'ml-100k')
const found = existsSync(join(films, 'manifest.json'))
if (!found) console.log(`Skipped: no pack in ${films}. Set LOCAVORE_RANKING_PACKS to the folder that holds ml-100k.`)

describe.skipIf(!found)('on recorded people', () => {
  it('makes the lists of the reference, and explains them to 1e-5', { timeout: 60_000 }, async () => {
    const { checks } = evaluateReference(await readPack(films))
    expect(checks.length).toBe(8)
    expect(checks.filter(({ passed }) => passed !== true)).toEqual([])
  })
})
