import { formatManifest, type PackManifest, packFiles, sha256 } from '@locavore/catalogue'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { randomPack } from '../../../../catalogue/src/testing/random-pack.js'
import { serveFiles } from '../../../testing/catalogue-server.js'
import { callerOf } from '../../../testing/open-engine.js'
import { PROTOCOL_VERSION } from '../../shared/protocol.js'
import { createEngine } from '../engine.js'

vi.setConfig({ testTimeout: 180_000 })

const CODES = ['catalogue-invalid', 'integrity-mismatch', 'space-mismatch', 'fetch-failed']
const files = new Map<string, Uint8Array>()
let server: Awaited<ReturnType<typeof serveFiles>>
let pack: Awaited<ReturnType<typeof randomPack>>

beforeAll(async () => {
  pack = await randomPack({ shards: [12, 8] })
  server = await serveFiles(files)
})
afterAll(() => server.close())

/** What a publisher who means harm, or whose disk fails, could write into one file. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('byte' as const), at: fc.nat(), to: fc.nat(255) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), to: fc.constant(0) }),
  fc.record({ kind: fc.constant('tail' as const), at: fc.nat(100), to: fc.nat(255) }),
  fc.record({ kind: fc.constant('copy' as const), at: fc.nat(), to: fc.nat() }),
)

function damaged(
  bytes: Uint8Array,
  { kind, at, to }: { kind: 'byte' | 'cut' | 'tail' | 'copy'; at: number; to: number },
) {
  const copy = Uint8Array.from(bytes)
  if (kind === 'byte') copy[at % copy.length] = to
  if (kind === 'cut') return copy.slice(0, at % copy.length)
  if (kind === 'tail') return Uint8Array.from([...copy, ...new Uint8Array(1 + at).fill(to)])
  if (kind === 'copy') copy.copyWithin(to % copy.length, at % copy.length, (at % copy.length) + 16)
  return copy
}

/** The manifest as it would be if these were the right bytes. */
async function withFile(manifest: PackManifest, path: string, bytes: Uint8Array): Promise<PackManifest> {
  const entry = { bytes: bytes.length, sha256: await sha256(new Uint8Array(bytes)) }
  const text = JSON.stringify(manifest, (_, value) =>
    typeof value === 'object' && value !== null && value.path === path ? { ...value, ...entry } : value,
  )
  return JSON.parse(text)
}

/** Opens a page on what is served; every step settles, with a list or a code. */
async function visit(): Promise<string> {
  const call = callerOf(createEngine({ openStore, createKernels }))
  await call('open', { protocol: PROTOCOL_VERSION, name: 'hostile', storage: 'memory', catalogue: server.url })
  try {
    await call('load', {})
    await call('record', { interaction: { type: 'like', itemId: 'i0' } }).catch(() => undefined)
    // Keeping a catalogue waits for a first list.
    await call('recommend', { limit: 1 })
    const { degraded } = await call('refresh', {})
    const { entries } = await call('recommend', { limit: 50 })
    expect(entries.every(({ score }) => Number.isFinite(score))).toBe(true)
    return /\(([a-z-]+)\)/.exec(degraded[0] ?? '')?.[1] ?? 'served'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  } finally {
    await call('close', {})
  }
}

test('a changed file under the right hash never gets in', async () => {
  const paths = packFiles(pack.manifest).map(({ file }) => file.path)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), damage, async (path, how) => {
      files.clear()
      for (const [name, bytes] of pack.files) files.set(name, bytes)
      const before = pack.files.get(path) ?? new Uint8Array()
      const after = damaged(before, how)
      files.set(path, after)
      const same = after.length === before.length && after.every((byte, at) => byte === before[at])
      expect(await visit()).toBe(same ? 'served' : 'integrity-mismatch')
    }),
    { numRuns: 40 },
  )
})

test('a changed file with its own hash is refused by code, or served with finite scores', async () => {
  const paths = packFiles(pack.manifest).map(({ file }) => file.path)
  const outcomes = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), damage, async (path, how) => {
      files.clear()
      for (const [name, bytes] of pack.files) files.set(name, bytes)
      const after = damaged(pack.files.get(path) ?? new Uint8Array(), how)
      files.set(path, after)
      files.set('manifest.json', formatManifest(await withFile(pack.manifest, path, after)))
      const outcome = await visit()
      expect([...CODES, 'served']).toContain(outcome)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }),
    { numRuns: 100 },
  )
  expect(outcomes.get('catalogue-invalid') ?? 0).toBeGreaterThan(10)
})
