import { resolve } from 'node:path'
import { readyShards } from '../work/finished-work.js'
import { WorkFolder } from '../work/work-folder.js'
import type { BuildOptions, PartitionOptions } from './build-options.js'
import { type BuildReport, finishPack } from './finish-pack.js'
import { faultsOf, prepareItems } from './prepare-items.js'
import { updatePack } from './update-pack.js'

/**
 * Reads items, encodes them, learns what there is to learn, and writes a pack. Until it is whole everything lies in
 * `<to>.work`; the same call goes on from there after a stop. The same input gives the same bytes.
 *
 * @throws LocavoreError `invalid-argument`, `catalogue-invalid`, `model-invalid`, `self-check-failed`, `storage-failed`, `aborted`
 */
export async function buildPack(options: BuildOptions): Promise<BuildReport> {
  const faults = faultsOf(options)
  const work = new WorkFolder(`${resolve(options.to)}.work`)
  if (options.since !== undefined) return updatePack(options, options.since, work, faults)
  const record = await prepareItems(options, work, { index: 1, of: 1 }, faults)
  const shards = await readyShards([{ work, record }])
  return finishPack({ shards, itemCount: record.items, spaces: record.settings.spaces }, options, work, faults)
}

/** Encodes one of several equal partitions into a folder of its own, for `mergePartitions`. @throws as `buildPack` */
export async function buildPartition(options: PartitionOptions): Promise<{ readonly faults: number }> {
  const faults = faultsOf(options)
  await prepareItems(options, new WorkFolder(resolve(options.to)), options.partition, faults)
  return { faults: faults.count }
}
