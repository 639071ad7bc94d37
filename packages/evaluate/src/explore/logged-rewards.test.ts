import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Catalogue,
  createRandom,
  gaussian,
  type Interaction,
  type InteractionInput,
  quantise,
  recommend,
  replay,
  SimilarityCache,
} from '@locavore/core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { plainKernels } from '../kernels/plain-kernels.js'
import { main } from './log-cli.js'
import { loggedPlaces, loggedRewards } from './logged-rewards.js'
import { ips, snips } from './off-policy.js'

vi.setConfig({ testTimeout: 300_000 })

const logOf = (inputs: readonly InteractionInput[]): Interaction[] =>
  inputs.map((input, k) => ({ ...input, sequence: k + 1, at: 0 }))

describe('the places that explored, read from a log', () => {
  it('have their chance and what came of them, by the list that showed them', () => {
    const shown = (itemId: string, listId: string, propensity?: number): InteractionInput => ({
      type: 'impression',
      itemId,
      listId,
      position: 4,
      ...(propensity === undefined ? {} : { propensity }),
    })
    const log = logOf([
      shown('a', 'l1', 0.5),
      shown('b', 'l1'),
      shown('a', 'l1', 0.5),
      shown('a', 'l2', 0.25),
      { type: 'view', itemId: 'a', listId: 'l1' },
      { type: 'like', itemId: 'b', listId: 'l1' },
      { type: 'save', itemId: 'a' },
      { type: 'search', query: 'a boat' },
    ])
    expect(loggedPlaces(log)).toEqual([
      { itemId: 'a', listId: 'l1', position: 4, propensity: 0.5, reward: 0 },
      { itemId: 'a', listId: 'l2', position: 4, propensity: 0.25, reward: 1 },
    ])
    expect(loggedRewards(log, ({ listId }) => (listId === 'l2' ? 1 : 0))).toEqual([
      { reward: 0, logged: 0.5, target: 0 },
      { reward: 1, logged: 0.25, target: 1 },
    ])
  })

  it('tell of lists that were really ranked what another ranking would have earned', () => {
    const random = createRandom(4)
    const space = { id: 'test@1', dimensions: 16, modalities: ['text'] as const }
    const catalogue = new Catalogue({ kernels: plainKernels, space })
    for (let k = 0; k < 80; k += 1) {
      const scene = createRandom(900 + (k % 4))
      const vector = Array.from({ length: 16 }, () => gaussian(scene) + 0.8 * gaussian(random))
      catalogue.add({ id: `i${k}`, popularity: k }, { text: quantise(vector, 16) })
    }
    const likes = logOf([0, 4, 9].map((k) => ({ type: 'like' as const, itemId: `i${k}` })))
    const context = { catalogue, similarities: new SimilarityCache(catalogue), profile: replay(likes) }
    // The third place explores among the ten best that wait; the other ranking deals it evenly.
    const pool = recommend(context, { diversity: 0 })
      .take(12)
      .slice(2)
      .map(({ item }) => item.id)
    const chanceOf = (itemId: string) => (Number(itemId.slice(1)) % 3 === 0 ? 0.9 : 0.2)
    const truth = pool.reduce((sum, id) => sum + chanceOf(id), 0) / pool.length
    const events = Array.from({ length: 800 }, (_, seed): InteractionInput[] => {
      const list = recommend(context, {
        diversity: 0,
        explore: { every: 5, places: 5, pool: 10, scale: 1, seed },
      }).take(5)
      const tried = list.filter(({ propensity }) => propensity !== undefined)
      expect(tried.map(({ position }) => position)).toEqual([2])
      return tried.flatMap(({ item, position, propensity }) => {
        const about = { itemId: item.id, listId: `l${seed}`, position }
        const impression: InteractionInput = { type: 'impression', ...about, ...(propensity && { propensity }) }
        return random() < chanceOf(item.id) ? [impression, { type: 'like', ...about }] : [impression]
      })
    })
    const log = loggedRewards(logOf(events.flat()), ({ itemId }) => (pool.includes(itemId) ? 1 / pool.length : 0))
    expect(log).toHaveLength(800)
    for (const { mean, low, high } of [ips(log), snips(log)]) {
      expect(low).toBeLessThanOrEqual(truth)
      expect(high).toBeGreaterThanOrEqual(truth)
      expect(Math.abs(mean - truth)).toBeLessThan(0.15)
    }
    // As if all had been shown alike, the log would be biased towards what was believed.
    const naive = log.reduce((sum, { reward }) => sum + reward, 0) / log.length
    expect(Math.abs(naive - truth)).toBeGreaterThan(Math.abs(snips(log).mean - truth))
  })
})

describe('the command', () => {
  it('tells what an export holds, and what another ranking would have earned', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evaluate-log-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const write = async (name: string, value: unknown) => {
      await writeFile(join(folder, name), JSON.stringify(value))
      return join(folder, name)
    }
    const run = async (...args: string[]) => {
      const said: string[] = []
      const status = await main(args, (text) => said.push(text))
      return { status, said: said.join('\n') }
    }
    const about = { type: 'impression', position: 4, propensity: 0.5 } as const
    const interactions = logOf([
      { ...about, itemId: 'a', listId: 'l1' },
      { type: 'like', itemId: 'a', listId: 'l1' },
      { ...about, itemId: 'b', listId: 'l2' },
    ])
    const exported = await write('export.json', { interactions })
    expect(await run(exported)).toMatchObject({ status: 0, said: expect.stringContaining('2 places explored; 1 of') })
    const told = await run(exported, await write('chances.json', { a: 1, 'l2 b': 0.5 }))
    // Weights 2 and 1: IPS is their rewarded sum over two places, SNIPS over their own sum.
    expect(told.said).toMatch(/IPS +1\.0000/)
    expect(told.said).toMatch(/SNIPS +0\.6667/)
    expect(await run(await write('empty.json', { interactions: [] }))).toMatchObject({ status: 2 })
    expect((await run(exported, await write('wrong.json', { a: 7 }))).said).toMatch(/from 0 to 1/)
    expect((await run()).said).toMatch(/usage/)
  })
})
