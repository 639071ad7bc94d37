import { resolve } from 'node:path'
import { checkPartitions, type FinishedWork, readyShards } from '../work/finished-work.js'
import { WorkFolder } from '../work/work-folder.js'
import type { MergeOptions } from './build-options.js'
import { type BuildReport, finishPack } from './finish-pack.js'
import { faultsOf } from './prepare-items.js'

/**
 * Puts partitions together that were encoded independently. The result is the very pack that one build would have made. The
 * partitions stay where they are.
 *
 * @throws LocavoreError `invalid-argument` where one is missing or of another pack, `storage-failed`, `aborted`
 */
export async function mergePartitions(options: MergeOptions): Promise<BuildReport> {
  const parts: FinishedWork[] = []
  for (const path of options.partitions) {
    const work = new WorkFolder(resolve(path))
    parts.push({ work, record: await work.readRecord() })
  }
  checkPartitions(parts)
  const work = new WorkFolder(`${resolve(options.to)}.work`)
  await work.open()
  const shards = await readyShards(parts)
  const { items: itemCount = 0, settings } = parts[0]?.record ?? {}
  return finishPack({ shards, itemCount, spaces: settings?.spaces ?? [] }, options, work, faultsOf(options))
}
