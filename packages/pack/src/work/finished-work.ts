import type { ReadyShard } from '../build/assemble.js'
import { refused } from '../failure.js'
import type { WorkFolder, WorkRecord } from './work-folder.js'

/** A partition that was built to its end. */
export interface FinishedWork {
  readonly work: WorkFolder
  readonly record: WorkRecord
}

/** The shards of all partitions in order. @throws LocavoreError `invalid-argument` where one is missing */
export async function readyShards(parts: readonly FinishedWork[]): Promise<readonly ReadyShard[]> {
  const shards: ReadyShard[] = []
  const count = parts[0]?.record.shards ?? 0
  for (let index = 0; index < count; index += 1) {
    const part = parts.find(({ record: { partition } }) => index % partition.of === partition.index - 1)
    const found = await part?.work.find(index)
    if (part === undefined || found === undefined) {
      throw refused(`Shard ${index} is in none of the partitions. Build the missing partition.`)
    }
    const { rows, items, vectors } = found
    shards.push({ shard: { rows, replaced: 0, items, vectors }, folder: part.work.folderOf(index) })
  }
  return shards
}

/**
 * Whether partitions are all of one pack, each there once.
 *
 * @throws LocavoreError `invalid-argument` saying what differs or is missing
 */
export function checkPartitions(parts: readonly FinishedWork[]): void {
  const [first] = parts
  if (first === undefined) throw refused('There is no partition to merge.')
  const { partition, shards, items, settings } = first.record
  for (const { work, record } of parts) {
    if (
      JSON.stringify([record.settings, record.shards, record.items, record.partition.of]) !==
      JSON.stringify([settings, shards, items, partition.of])
    ) {
      throw refused(`${work.path} and ${first.work.path} were built from other items, another model or other settings.`)
    }
  }
  const there = parts.map(({ record }) => record.partition.index).sort((a, b) => a - b)
  const missing = Array.from({ length: partition.of }, (_, index) => index + 1).filter(
    (index) => !there.includes(index),
  )
  if (missing.length > 0) throw refused(`Partitions ${missing.join(', ')} of ${partition.of} are missing.`)
  if (there.length > partition.of) throw refused('A partition is there twice.')
}
