import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PIPELINE_CONSTANTS } from '@locavore/core'
import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { readPack } from '../pack/read-pack.js'
import { type SyntheticOptions, writeSyntheticPack } from '../testing/synthetic-pack.js'
import { main } from './cli.js'
import { coordinateSearch } from './coordinate-search.js'
import { dealPeople } from './deal-people.js'
import { searchSpace } from './search-space.js'
import { tune } from './tune.js'

vi.setConfig({ testTimeout: 120_000 })

const made: (() => void)[] = []
afterAll(() => {
  for (const remove of made) remove()
})

function synthetic(options: SyntheticOptions = {}): string {
  const { folder, remove } = writeSyntheticPack({ people: 80, ...options })
  made.push(remove)
  return folder
}

/** Constants so bad that any search must find better: popularity drowns what is known of the person. */
const BAD = { manifest: { pipeline: { tau: 50, fadingPopularityK: 60, dimensions: 4 } } }
const QUICK = { trials: 12, share: 1, resamples: 200 }

describe('a coordinate search', () => {
  const dimensions = [
    { name: 'tau', values: [0, 1, 2, 5, 10, 20] },
    { name: 'beta', values: [0, 0.1, 0.2, 0.3] },
  ] as const

  it('finds the best of what does not depend on each other, the same again', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0, 2, 20), fc.constantFrom(0, 0.1, 0.3), (seed, tau, beta) => {
        const find = () =>
          coordinateSearch({
            start: PIPELINE_CONSTANTS,
            dimensions,
            judge: (constants) => -Math.abs(constants.tau - tau) - Math.abs(constants.beta - beta),
            trials: 60,
            seed,
          })
        expect(find().constants).toMatchObject({ tau, beta })
        expect(find()).toEqual(find())
      }),
    )
  })

  it('tries no more than it may', () => {
    let judged = 0
    const judge = () => {
      judged += 1
      return judged
    }
    expect(coordinateSearch({ start: PIPELINE_CONSTANTS, dimensions, judge, trials: 3, seed: 1 }).trials).toBe(3)
    expect(judged).toBe(4)
  })
})

describe('tuning', () => {
  it('finds what is better, and recommends it', async () => {
    const tuning = tune(await readPack(synthetic(BAD)), QUICK)
    expect(tuning.recommended).toBe(true)
    expect(tuning.gain.low).toBeGreaterThan(1)
    expect(tuning.constants?.fadingPopularityK).toBeLessThan(60)
    expect(tuning.constants).toEqual({ ...tuning.defaults, ...tuning.changed })
    expect(tuning.gainByHistory.map(({ history }) => history)).toEqual([1, 3, 'all'])
  })

  it('recommends nothing that is within the noise', async () => {
    // Scores that no setting changes: everybody is a stranger, and what is shipped is the same for all items.
    const { recommended, constants, diversity } = tune(await readPack(synthetic()), QUICK)
    if (!recommended) expect(constants).toBeNull()
    const chance = tune(await readPack(synthetic({ without: ['factors', 'neighbours', 'content'] })), QUICK)
    expect(chance).toMatchObject({ recommended: false, constants: null, changed: {} })
    expect(chance.diversity).toBeUndefined()
    for (const { diversity: value, ndcg10Kept } of diversity?.rows ?? []) {
      if (value === 0) expect(ndcg10Kept.mean).toBe(1)
      if (value > (diversity?.recommended ?? 1)) expect(ndcg10Kept.low).toBeLessThan(0.99)
    }
  })

  it('is the same again, and the same whatever the people did whom it leaves alone', async () => {
    const folder = synthetic()
    const options = { ...QUICK, share: 0.6, seed: 3 }
    const pack = await readPack(folder)
    const first = tune(pack, options)
    expect(tune(await readPack(folder), options)).toEqual(first)
    const looked = new Set(dealPeople(pack, 3, 0.6).validation.map(({ person }) => person.id))
    expect(first.people).toEqual({ validation: looked.size, untouched: 80 - looked.size })
    for (const fold of [0, 1]) {
      const file = join(folder, `fold${fold}.users.jsonl`)
      const lines = readFileSync(file, 'utf8').trim().split('\n')
      const changed = lines.map((line) => {
        const person = JSON.parse(line)
        return looked.has(String(person.user)) ? line : JSON.stringify({ ...person, targets: [59], history: [[0, 5]] })
      })
      writeFileSync(file, changed.join('\n'))
    }
    expect(tune(await readPack(folder), options)).toEqual(first)
  })

  it('tries only what a pack has, from its present value', async () => {
    const namesOf = async (options: SyntheticOptions) =>
      searchSpace(await readPack(synthetic(options))).map(({ name }) => name)
    expect(await namesOf({ without: ['content'] })).not.toContain('beta')
    expect(await namesOf({ without: ['factors'] })).not.toContain('tau')
    expect(await namesOf({ manifest: { ordered: false } })).not.toContain('halfLifeEvents')
    expect(await namesOf({ without: ['factors', 'neighbours'] })).toEqual(
      expect.arrayContaining(['contentAloneMax', 'contentAloneHalf']),
    )
    const odd = searchSpace(await readPack(synthetic({ manifest: { pipeline: { tau: 7 } } })))
    expect(odd.find(({ name }) => name === 'tau')?.values).toEqual([0, 1, 2, 5, 7, 10, 20, 50])
  })

  it('refuses a pack of too few people', async () => {
    const pack = await readPack(synthetic({ people: 20 }))
    expect(() => tune(pack)).toThrowError(expect.objectContaining({ code: 'invalid-argument' }))
  })
})

describe('the command', () => {
  async function run(...args: string[]) {
    const printed: string[] = []
    return { status: await main(args, (text) => printed.push(text)), said: printed.join('\n') }
  }

  it('writes constants that a pack can be given, and only if they are recommended', async () => {
    const out = mkdtempSync(join(tmpdir(), 'locavore-tune-'))
    made.push(() => rmSync(out, { recursive: true }))
    const [json, constants] = [join(out, 'tuning.json'), join(out, 'constants.json')]
    const given = ['--people', '1', '--trials', '12', '--json', json, '--constants', constants]
    const none = await run(synthetic({ without: ['factors', 'neighbours', 'content'] }), ...given)
    expect(none).toMatchObject({ status: 0, said: expect.stringContaining('Keep the present constants') })
    expect(existsSync(constants)).toBe(false)
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ recommended: false, constants: null })
    const some = await run(synthetic(BAD), ...given)
    expect(some).toMatchObject({ status: 0, said: expect.stringContaining('Recommended') })
    const written = JSON.parse(readFileSync(constants, 'utf8'))
    expect(written).toEqual(JSON.parse(readFileSync(json, 'utf8')).constants)
    const tuned = await readPack(synthetic({ manifest: { pipeline: written } }))
    expect(tuned.manifest.constants).toEqual(written)
  })

  it('says what is wrong, and exits with 2', async () => {
    expect(await run()).toMatchObject({ status: 2, said: expect.stringContaining('usage: pnpm tune') })
    expect(await run('nowhere')).toMatchObject({ status: 2, said: expect.stringContaining('catalogue-invalid') })
    expect(await run('a', '--people', '2')).toMatchObject({ status: 2, said: expect.stringMatching(/people is "2"/) })
    expect(await run('a', '--trials', '0')).toMatchObject({ status: 2, said: expect.stringMatching(/trials is "0"/) })
    expect(await run('a', '--fast')).toMatchObject({ status: 2, said: expect.stringMatching(/unknown-option.*--fast/) })
  })
})
