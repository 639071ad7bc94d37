import { join, resolve } from 'node:path'
import { type PackManifest, type PackShard, writeRemovals } from '@locavore/catalogue'
import { type EmbeddingSpace, LocavoreError } from '@locavore/core'
import { refused } from '../failure.js'
import { linesById } from '../inspect/diff-packs.js'
import { openPack } from '../inspect/read-pack.js'
import type { FaultList } from '../items/bad-rows.js'
import type { SourcedItem } from '../items/read-items.js'
import { writeHashed } from '../work/disk.js'
import type { ShardRecord, WorkFolder } from '../work/work-folder.js'
import type { ReadyShard } from './assemble.js'
import type { BuildOptions } from './build-options.js'
import { type BuildReport, finishPack } from './finish-pack.js'
import { prepareItems } from './prepare-items.js'

/**
 * The next revision of a pack: the shards of `since`, and one or more after them with what is new or changed and what is
 * gone. Only that is encoded, and only that is fetched by devices that hold `since`. What was learnt stays, unless the
 * options say what to learn anew.
 *
 * @param since folder of the revision before; may be the folder that is written
 * @throws LocavoreError `invalid-argument` where the items are of another space, and as `buildPack`
 */
export async function updatePack(
  options: BuildOptions,
  since: string,
  work: WorkFolder,
  faults: FaultList,
): Promise<BuildReport> {
  const folder = resolve(since)
  const pack = await openPack(folder, options.signal)
  const held = await linesById(pack)
  const { manifest } = pack
  const seen = new Set<string>()
  const firstShard = manifest.shards.length
  const record = await prepareItems(options, work, { index: 1, of: 1 }, faults, {
    firstShard,
    choose: (items, spaces) => {
      checkSpaces(manifest, spaces)
      return changedItems(items, held, seen)
    },
  })
  const removed = [...held.keys()].filter((id) => !seen.has(id))
  const added = await addedShards(work, firstShard, record.shards, held)
  if (removed.length > 0) await addRemovals(added, removed, work, firstShard)
  const shards: ReadyShard[] = manifest.shards.map((shard) => ({ shard, folder }))
  const replaced = added.reduce((sum, { shard }) => sum + shard.replaced, 0)
  const itemCount = held.size - removed.length + record.items - replaced
  if (itemCount < 1) throw new LocavoreError('catalogue-invalid', 'No item would be left. See the faults above.')
  const kept = manifest.learnt === undefined ? {} : { kept: { kept: manifest.learnt, folder } }
  const content = { shards: [...shards, ...added], itemCount, spaces: manifest.spaces, ...kept }
  return finishPack(content, options, work, faults)
}

/** Vectors of two models beside each other would rank nonsense. */
function checkSpaces(manifest: PackManifest, spaces: readonly EmbeddingSpace[]): void {
  const held = manifest.spaces.map(({ id }) => id).sort()
  const wanted = spaces.map(({ id }) => id).sort()
  if (held.join() === wanted.join()) return
  throw refused(
    `The pack is of the space ${held.join(', ')}, these items would be of ${wanted.join(', ')}. Build it anew, without --since.`,
  )
}

async function* changedItems(
  items: AsyncIterable<SourcedItem>,
  held: ReadonlyMap<string, string>,
  seen: Set<string>,
): AsyncGenerator<SourcedItem> {
  for await (const sourced of items) {
    seen.add(sourced.item.id)
    if (held.get(sourced.item.id) !== JSON.stringify(sourced.item)) yield sourced
  }
}

async function addedShards(
  work: WorkFolder,
  first: number,
  end: number,
  held: ReadonlyMap<string, string>,
): Promise<ReadyShard[]> {
  const added: ReadyShard[] = []
  for (let index = first; index < end; index += 1) {
    const found = await work.find(index)
    if (found === undefined) throw new LocavoreError('internal', `Shard ${index} was lost.`)
    const { rows, items, vectors, ids } = found as ShardRecord
    const replaced = ids.filter((id) => held.has(id)).length
    added.push({ shard: { rows, replaced, items, vectors }, folder: work.folderOf(index) })
  }
  return added
}

/** Removals stand in a shard of their own, before the rows that are added. */
async function addRemovals(
  added: ReadyShard[],
  ids: readonly string[],
  work: WorkFolder,
  first: number,
): Promise<void> {
  const stem = `removals-${String(first).padStart(5, '0')}`
  const file = await writeHashed(work.path, stem, 'jsonl', writeRemovals(ids))
  const shard: PackShard = { rows: 0, replaced: 0, removals: { ...file, count: ids.length }, vectors: {} }
  added.unshift({ shard, folder: join(work.path) })
}
