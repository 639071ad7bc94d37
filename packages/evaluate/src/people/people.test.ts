import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bootstrap } from '../measure/bootstrap.js'
import { behaviourSection } from './behaviour-study.js'
import { contextSection } from './context-study.js'
import { main } from './people-cli.js'
import { adjustedRand, tastesSection } from './tastes-study.js'
import { createWorld } from './world.js'

const world = createWorld(1)
const bootstrap = new Bootstrap(1, 100)
const said = (checks: readonly { about: string; passed: boolean | undefined }[]) =>
  checks.filter(({ passed }) => passed === false).map(({ about }) => about)

describe('simulated people', { timeout: 60_000 }, () => {
  it('gain from circumstances and modes where these matter, and lose nothing where they do not', () => {
    expect(said(contextSection(world, bootstrap, 30).checks)).toEqual([])
  })

  it('have their tastes found, and muted ones leave the list', () => {
    expect(said(tastesSection(world, bootstrap, 20).checks)).toEqual([])
  })

  it('open rarely, and as often as predicted', () => {
    const { rows, checks } = behaviourSection(world, bootstrap, 30)
    expect(said(checks)).toEqual([])
    const wrong = rows.find(({ name }) => name === 'click: few negatives, not corrected')?.values['ECE']?.mean
    expect(wrong).toBeGreaterThan(0.1)
  })
})

describe('the adjusted Rand index', () => {
  it('is 1 for the same groups, 0 as by chance, and as worked out by hand between', () => {
    expect(
      adjustedRand([
        [1, 1],
        [2, 2, 2],
      ]),
    ).toBe(1)
    expect(
      adjustedRand([
        [1, 2],
        [1, 2],
      ]),
    ).toBeCloseTo((0 - 4 / 6) / (2 - 4 / 6), 12)
    expect(adjustedRand([[1, 1, 2], [2]])).toBeCloseTo((1 - 1) / (2.5 - 1), 12)
  })
})

describe('the command for simulated people', () => {
  it('prints and writes what was asked for', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'locavore-people-'))
    const [file, printed] = [join(folder, 'out.json'), [] as string[]]
    const status = await main(['--study', 'questions', '--people', '10', '--json', file], (text) => printed.push(text))
    expect(status).toBe(0)
    expect(printed.join('\n')).toMatch(/First questions[\s\S]*no hits, uneven tastes: spread/)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ people: 10, sections: [{ id: 'questions' }] })
    rmSync(folder, { recursive: true })
  })

  it.each([['--study', 'x'], ['--people', '5'], ['--seed', 'x'], ['--fast']])('refuses %s %s', async (...args) => {
    expect(
      await main(
        args.filter((arg) => arg !== undefined),
        () => undefined,
      ),
    ).toBe(2)
  })
})
