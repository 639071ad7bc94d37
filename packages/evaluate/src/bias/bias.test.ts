import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { Bootstrap } from '../measure/bootstrap.js'
import { readPack } from '../pack/read-pack.js'
import type { Section } from '../report/section.js'
import { type SyntheticOptions, writeSyntheticPack } from '../testing/synthetic-pack.js'
import { ATTENTION } from './audited-lists.js'
import { biasSections } from './bias.js'

vi.setConfig({ testTimeout: 60_000 })

const made: (() => void)[] = []
afterAll(() => {
  for (const remove of made) remove()
})

function synthetic(options: SyntheticOptions = {}): string {
  const { folder, remove } = writeSyntheticPack(options)
  made.push(remove)
  return folder
}

async function audited(folder: string) {
  const sections = biasSections(await readPack(folder), new Bootstrap(1, 100))
  return new Map(sections.map((section) => [section.id, section]))
}

const column = (section: Section | undefined, name: string) =>
  section?.rows.map(({ values }) => values[name]?.mean ?? Number.NaN) ?? []
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Adds facts to the line of every item. */
function describeItems(folder: string, facts: (id: number) => object): void {
  const file = join(folder, 'items.jsonl')
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  writeFileSync(file, lines.map((line, id) => JSON.stringify({ ...JSON.parse(line), ...facts(id) })).join('\n'))
}

describe('the bias of a pack', () => {
  it('is told as shares that sum to 1, of everything the pack groups items by', async () => {
    const folder = synthetic()
    describeItems(folder, (id) => ({ provider: `maker ${id % 3}`, year: 1960 + id }))
    const sections = await audited(folder)
    for (const [name, groups] of [
      ['popularity', 10],
      ['genre', 4],
      ['provider', 3],
      ['decade', 6],
    ] as const) {
      const section = sections.get(`bias-exposure-${name}`)
      expect(section?.rows.length).toBe(groups)
      for (const share of ['of items', 'of likes', 'of attention'])
        expect(sum(column(section, share))).toBeCloseTo(1, 9)
    }
    expect(column(sections.get('bias-calibration'), 'default').length).toBe(4)
    expect(sum(ATTENTION)).toBeCloseTo(1, 12)
  })

  it('shows a maker that is shown more than it was liked', async () => {
    const folder = synthetic({ without: ['factors', 'neighbours', 'content'] })
    // Without anything learnt the most popular are shown; they are all of one maker.
    const { folds } = await readPack(folder)
    const counts = folds[0]?.popularity ?? new Float64Array(0)
    const order = Array.from(counts.keys()).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
    const popular = new Set(order.slice(0, 30))
    describeItems(folder, (id) => ({ provider: popular.has(id) ? 'large' : 'small' }))
    const section = (await audited(folder)).get('bias-exposure-provider')
    const large = section?.rows.find(({ name }) => name === 'large')?.values
    expect(large?.['of items']?.mean).toBe(0.5)
    expect(large?.['attention / likes']?.low).toBeGreaterThan(1)
  })

  it('compares quarters of people: gaps to all others, the same people once', async () => {
    const sections = await audited(synthetic())
    for (const id of ['bias-people-activity', 'bias-people-taste']) {
      const section = sections.get(id)
      expect(section?.rows.map(({ name }) => name.slice(0, 9))).toEqual(
        [1, 2, 3, 4].map((quarter) => `quarter ${quarter}`),
      )
      // Quarters of one size: what one is above the others, they are below it.
      expect(sum(column(section, 'gap'))).toBeCloseTo(0, 9)
      for (const { values } of section?.rows ?? []) {
        expect(values['gap']?.low).toBeLessThanOrEqual(values['gap']?.mean ?? Number.NaN)
        expect(values['gap']?.high).toBeGreaterThanOrEqual(values['gap']?.mean ?? Number.NaN)
      }
    }
  })

  it('leaves out what a pack does not tell', async () => {
    const ids = async (options: SyntheticOptions) => [...(await audited(synthetic(options))).keys()]
    expect(await ids({ without: ['labels', 'popularity'] })).toEqual(['bias-people-activity'])
    expect(await ids({ without: ['labels'] })).toEqual([
      'bias-exposure-popularity',
      'bias-calibration',
      'bias-people-activity',
      'bias-people-taste',
    ])
  })
})
