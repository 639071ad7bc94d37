import type { CallContext } from '@locavore/threads/worker'
import { describe, expect, it, vi } from 'vitest'
import { clusterOf } from '../../testing/clustered-catalogue.js'
import { openEngine } from '../../testing/open-engine.js'

vi.setConfig({ testTimeout: 120_000 })

const USUAL = { cases: 50, limit: 10 }

/** Likes so many items of one cluster, each shown and opened first. */
async function openWithPast(likes: number) {
  const opened = await openEngine()
  const liked = opened.items.filter((item) => clusterOf(item) === 'c2').slice(0, likes)
  for (const { id } of liked) {
    for (const type of ['impression', 'view', 'like'] as const) {
      await opened.call('record', { interaction: { type, itemId: id } })
    }
  }
  return { ...opened, liked: liked.map(({ id }) => id) }
}

/** A call that looks at its progress, and may be given up by it. */
function listening(onProgress: (done: number) => boolean): CallContext {
  let cancelled = false
  return {
    cancelled: () => cancelled,
    onCancel: () => {},
    progress: (report) => {
      cancelled ||= onProgress((report as { done: number }).done)
    },
  }
}

describe('a backtest', () => {
  it('says how lists would have found what was chosen, beside popularity, and changes nothing', async () => {
    const { call } = await openWithPast(26)
    const before = await call('exportData', {})
    const report = await call('backtest', USUAL)
    if (!report.enough) throw new Error('there were cases enough')
    expect(report.cases).toBe(25)
    expect(report.present.hit.mean).toBeGreaterThan(0.4)
    expect(report.gain?.low).toBeGreaterThan(0)
    expect(await call('backtest', USUAL)).toEqual(report)
    const after = await call('exportData', {})
    const withoutTime = (json: string) => ({ ...JSON.parse(json), exportedAt: 0 })
    expect(withoutTime(after.json)).toEqual(withoutTime(before.json))
  })

  it('says nothing of too little, of another mode, or of what the filter leaves out', async () => {
    const { call } = await openWithPast(22)
    expect(await call('backtest', { ...USUAL, cases: 5 })).toEqual({ enough: false, cases: 5, needed: 20 })
    expect(await call('backtest', { ...USUAL, mode: 'work' })).toMatchObject({ enough: false, cases: 0 })
    expect(await call('backtest', { ...USUAL, filter: { cluster: 'c1' } })).toMatchObject({ enough: false, cases: 0 })
  })

  it('refuses wrong settings, also where there is nothing to replay', async () => {
    const { call } = await openWithPast(0)
    await expect(call('backtest', { ...USUAL, diversity: 3 })).rejects.toMatchObject({ code: 'invalid-argument' })
    expect(await call('backtest', USUAL)).toEqual({ enough: false, cases: 0, needed: 20 })
  })

  it('ends when it is given up', async () => {
    const { service } = await openWithPast(24)
    const seen: number[] = []
    const context = listening((done) => {
      seen.push(done)
      return done === 3
    })
    await expect(service.backtest(USUAL, context)).rejects.toMatchObject({ code: 'aborted' })
    expect(seen).toEqual([0, 1, 2, 3])
  })

  it('begins anew when something is forgotten meanwhile, and has it in no figure', async () => {
    const { service, call, liked } = await openWithPast(24)
    const history = await call('history', {})
    const gone = history.filter(({ itemId }) => itemId === liked[23]).map(({ sequence }) => sequence)
    const seen: number[] = []
    let forgotten: Promise<unknown> | undefined
    const context = listening((done) => {
      seen.push(done)
      if (done === 2) forgotten ??= call('forget', { sequences: gone })
      return false
    })
    const report = await service.backtest(USUAL, context)
    expect(await forgotten).toEqual({ forgotten: 3 })
    expect(report.cases).toBe(22)
    expect(seen.filter((done) => done === 0).length).toBe(2)
    expect(report).toEqual(await call('backtest', USUAL))
  })
})
