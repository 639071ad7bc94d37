import { type WeightTable, writePack } from '@locavore/catalogue'
import { type ItemWeights, learnTransitions } from '@locavore/core'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { expect, onTestFinished, test } from 'vitest'
import { serveFiles } from '../../../testing/catalogue-server.js'
import { callerOf, ids } from '../../../testing/open-engine.js'
import { PROTOCOL_VERSION } from '../../shared/protocol.js'
import { createEngine } from '../engine.js'

const ITEMS = 14

/** A table of weights as a pack holds it. */
function tableOf(weights: ItemWeights): WeightTable {
  const rows = Array.from({ length: ITEMS }, (_, from) =>
    Array.from({ length: ITEMS }, (__, to) => ({ to, weight: weights.weight(from, to) })).filter(
      ({ weight }) => weight > 0,
    ),
  )
  const scales = Float32Array.from(rows, (row) => Math.max(1e-6, ...row.map(({ weight }) => weight)) / 127)
  const starts = new Int32Array(ITEMS + 1)
  rows.forEach((row, k) => {
    starts[k + 1] = (starts[k] as number) + row.length
  })
  return {
    rows: ITEMS,
    starts,
    columns: Int32Array.from(rows.flatMap((row) => row.map(({ to }) => to))),
    codes: Int8Array.from(
      rows.flatMap((row, k) => row.map(({ weight }) => Math.round(weight / (scales[k] as number)))),
    ),
    scales,
  }
}

async function openPack() {
  const follow = learnTransitions(
    Array.from({ length: 30 }, () => [2, 3, 7]),
    { items: ITEMS, window: 1, shrink: 0 },
  )
  const together = learnTransitions(
    [
      [3, 9],
      [9, 3],
      [3, 10],
      [10, 3],
    ],
    { items: ITEMS, shrink: 0 },
  )
  const items = Array.from({ length: ITEMS }, (_, k) => ({ id: `i${k}`, title: `Item ${k}`, popularity: 5 }))
  const { files } = await writePack({
    name: 'followed',
    licence: 'CC0-1.0',
    spaces: [{ id: 'none@1', dimensions: 4, modalities: ['text'] }],
    shards: [{ items, weights: tableOf(together), transitions: tableOf(follow) }],
  })
  const server = await serveFiles(new Map(files))
  onTestFinished(server.close)
  const call = callerOf(createEngine({ openStore, createKernels }))
  await call('open', { protocol: PROTOCOL_VERSION, name: 'followed', storage: 'memory', catalogue: server.url })
  await call('load', {})
  await call('refresh', {})
  return call
}

test('what a pack says tends to follow counts in the score of what comes next', async () => {
  const call = await openPack()
  await call('record', { interaction: { type: 'like', itemId: 'i3' } })
  const page = await call('recommend', { limit: 12, diversity: 0 })
  const nextOf = async (itemId: string) => {
    const { parts, score } = await call('explain', { listId: page.listId, itemId })
    expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 9)
    return parts.find(({ name }) => name === 'next')?.value ?? 0
  }
  expect(await nextOf('i7')).toBeGreaterThan(0.2)
  expect(await nextOf('i2')).toBeLessThan(0)
  const seventh = page.entries.find(({ item }) => item.id === 'i7')
  expect(seventh?.reasons.map(({ kind }) => kind)).toContain('next')
})

test('what a pack says is liked together goes with an item', async () => {
  const call = await openPack()
  const page = await call('shelf', { shelf: 'complementary', itemId: 'i3' })
  expect(ids(page).sort()).toEqual(['i10', 'i9'])
  expect(page.entries[0]?.reasons[0]).toMatchObject({ kind: 'liked-together', itemId: 'i3' })
})
