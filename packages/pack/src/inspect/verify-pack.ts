import {
  IdLedger,
  type PackFile,
  type PackManifest,
  readFactors,
  readItems,
  readPopularity,
  readRemovals,
  readShared,
  readVectors,
  readWeights,
  verifySignature,
} from '@locavore/catalogue'
import { LocavoreError, MODALITIES, toLocavoreError } from '@locavore/core'
import { checkAborted } from '../failure.js'
import { type OpenPack, openPack } from './read-pack.js'

export interface Finding {
  readonly kind: 'good' | 'fault'
  readonly message: string
}

export interface VerifyOptions {
  /** Base64 of 32 raw bytes each: one of them must have signed the manifest. */
  readonly publicKeys?: readonly string[]
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Reads every file of a pack as a visitor's device does: hashes, shapes, every item, every id, numbers, spaces, signature.
 *
 * @param place a folder or an address
 * @throws LocavoreError `aborted`, and what is thrown where there is no manifest to hold anything against
 */
export async function verifyPack(place: string, options: VerifyOptions = {}): Promise<readonly Finding[]> {
  const pack = await openPack(place, options.signal)
  const { manifest } = pack
  const findings: Finding[] = []
  const check = async (what: string, task: () => Promise<string>) => {
    checkAborted(options.signal)
    try {
      findings.push({ kind: 'good', message: `${what}: ${await task()}` })
    } catch (thrown) {
      if (thrown instanceof LocavoreError && thrown.code === 'aborted') throw thrown
      findings.push({ kind: 'fault', message: `${what}: ${toLocavoreError(thrown).message}` })
    }
  }
  try {
    await check('manifest.json', async () => `${manifest.name}, revision ${manifest.revision}`)
    if (options.publicKeys !== undefined) {
      const keys = options.publicKeys
      await check('signature', async () => verifySignature(manifest, keys).then(() => 'made by a given key'))
    }
    const { shared } = manifest.learnt ?? {}
    if (shared !== undefined) await check(shared.path, () => checkShared(pack, shared))
    const ledger = new IdLedger()
    for (const index of manifest.shards.keys()) {
      for (const [what, task] of shardChecks(pack, index, ledger)) await check(what, task)
      options.onProgress?.(index + 1, manifest.shards.length)
    }
    return findings
  } finally {
    await pack.close()
  }
}

type Check = readonly [what: string, task: () => Promise<string>]

function shardChecks(pack: OpenPack, index: number, ledger: IdLedger): readonly Check[] {
  const { manifest } = pack
  const shard = manifest.shards[index]
  if (shard === undefined) return []
  const { rows, items, removals, factors, weights, transitions, popularity } = shard
  const checks: Check[] = []
  const each = (file: PackFile | undefined, task: (bytes: Uint8Array, file: string) => string) => {
    if (file !== undefined) checks.push([file.path, async () => task(await pack.read(file), file.path)])
  }
  checks.push([
    items?.path ?? removals?.path ?? `shard ${index}`,
    async () => {
      const gone = removals && readRemovals(await pack.read(removals), { file: removals.path, rows: removals.count })
      const read = items && readItems(await pack.read(items), { file: items.path, rows })
      ledger.apply(shard, read ?? [], gone ?? [])
      return `${rows} items`
    },
  ])
  for (const modality of MODALITIES) {
    const space = manifest.spaces.find(({ modalities }) => modalities.includes(modality))
    if (space === undefined) continue
    each(shard.vectors[modality], (bytes, file) => {
      const { scales } = readVectors(bytes, { file, rows, space, modality })
      return `${scales.filter((scale) => scale > 0).length} ${modality} vectors of ${space.id}`
    })
  }
  const dimensions = manifest.learnt?.factorDimensions ?? 0
  each(popularity, (bytes, file) => `likes of ${readPopularity(bytes, { file, rows }).length} items`)
  each(factors, (bytes, file) => `${readFactors(bytes, { file, rows, dimensions }).rows} rows of factors`)
  const allRows = manifest.shards.reduce((sum, one) => sum + one.rows, 0)
  each(weights, (bytes, file) => `${readWeights(bytes, { file, rows, allRows }).columns.length} item-item weights`)
  each(transitions, (bytes, file) => `${readWeights(bytes, { file, rows, allRows }).columns.length} transitions`)
  return checks
}

async function checkShared(pack: OpenPack, file: PackFile): Promise<string> {
  const { spaces, learnt }: PackManifest = pack.manifest
  readShared(await pack.read(file), { file: file.path, spaces, factorDimensions: learnt?.factorDimensions })
  return 'what was learnt about no single item'
}
