import { resolve } from 'node:path'
import type { MergeOptions } from './build-options.js'
import { assembleAndPublish, type BuildReport } from './build-pack.js'
import { checkPartitions, type FinishedWork } from './finished-work.js'
import { faultsOf } from './prepare-items.js'
import { WorkFolder } from './work-folder.js'

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
  return assembleAndPublish(parts, options, work, faultsOf(options))
}
