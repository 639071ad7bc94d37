import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { writeSyntheticPack } from '../testing/synthetic-pack.js'
import { main } from './cli.js'
import { formatTable } from './study.js'

vi.setConfig({ testTimeout: 120_000 })

const made: (() => void)[] = []
afterAll(() => {
  for (const remove of made) remove()
})

async function study(...args: string[]) {
  const printed: string[] = []
  const out = mkdtempSync(join(tmpdir(), 'locavore-study-'))
  made.push(() => rmSync(out, { recursive: true }))
  const status = await main([...args, '--json', join(out, 'out.json')], (text) => printed.push(text))
  const written: unknown = status === 0 ? JSON.parse(readFileSync(join(out, 'out.json'), 'utf8')) : undefined
  return { status, said: printed.join('\n'), written }
}

function syntheticPack(): string {
  const { folder, remove } = writeSyntheticPack()
  made.push(remove)
  return folder
}

describe('pnpm study', () => {
  it('prints what each step of re-ranking costs and brings', async () => {
    const { status, said, written } = await study('rerank', syntheticPack())
    expect(status).toBe(0)
    expect(said).toMatch(/Re-ranking on synthetic, 40 people/)
    expect(said).toMatch(/\| dpp, force 3 +\| [\d.]+ \[/)
    expect(written).toMatchObject({ study: 'rerank', tables: [{ rows: expect.any(Array) }] })
  })

  it('finds every counterfactual it gives true when it ranks again, and parts that add up', async () => {
    const { status, written } = await study('explain', syntheticPack())
    expect(status).toBe(0)
    const [table] = (written as { tables: { rows: { values: { mean: number }[] }[] }[] }).tables
    expect(table?.rows.length).toBeGreaterThan(0)
    for (const { values } of table?.rows ?? []) {
      expect(values[0]?.mean).toBeLessThan(1e-5)
      expect(values[1]?.mean).toBeGreaterThan(0)
      expect(values[2]?.mean).toBe(1)
    }
  })

  it('carries likes from one catalogue to another, far past popularity for simulated people', async () => {
    const { status, written } = await study('cross-domain')
    expect(status).toBe(0)
    const [table] = (written as { tables: { rows: { name: string; values: { mean: number; low: number }[] }[] }[] })
      .tables
    const over = (name: string) => table?.rows.find((row) => row.name === name)?.values.at(-1)
    expect(over('ridge, share 1')?.low).toBeGreaterThan(2)
    expect(over('ridge, share 0.1')?.low).toBeGreaterThan(1)
    expect(over('no map')?.mean).toBeLessThan(1.1)
  })

  it('measures sequences, ties, domains and content on a pack', async () => {
    for (const name of ['sequence', 'relations', 'cross-domain', 'content']) {
      const { status, said } = await study(name, syntheticPack())
      expect(status).toBe(0)
      expect(said).toMatch(/\| (default|popularity|no content) +\| [\d.]+/)
    }
  })

  it('says what there is to study, and what is wrong', async () => {
    expect(await study('nothing')).toMatchObject({ status: 2, said: expect.stringContaining('rerank') })
    expect(await study('rerank')).toMatchObject({ status: 2, said: expect.stringContaining('needs a pack') })
    expect(await study('rerank', 'nowhere')).toMatchObject({
      status: 2,
      said: expect.stringMatching(/catalogue-invalid/),
    })
  })
})

describe('a table', () => {
  it('is Markdown, with intervals where there are any', () => {
    const rows = [
      {
        name: 'a',
        values: [{ mean: 0.12345, low: 0.1, high: 0.2 }, { mean: 12.345, low: 12.345, high: 12.345 }, undefined],
      },
    ]
    const text = formatTable({ title: 'T', columns: ['x', 'y', 'z'], rows, note: 'N' })
    expect(text.split('\n')).toEqual([
      '**T**',
      '',
      '|   | x                    | y    | z |',
      '| - | -------------------- | ---- | - |',
      '| a | .1235 [.1000, .2000] | 12.3 | – |',
      '',
      'N',
    ])
  })
})
