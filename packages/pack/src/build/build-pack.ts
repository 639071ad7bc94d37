import { resolve } from 'node:path'
import type { PackManifest } from '@locavore/catalogue'
import { LocavoreError } from '@locavore/core'
import type { FaultList } from '../items/bad-rows.js'
import { learn } from '../learn/learn.js'
import type { Learnt } from '../learn/learnt.js'
import { assemble } from './assemble.js'
import type { AssembleOptions, BuildOptions, PartitionOptions } from './build-options.js'
import { type FinishedWork, readyShards } from './finished-work.js'
import { faultsOf, prepareItems } from './prepare-items.js'
import { publish } from './publish.js'
import { WorkFolder } from './work-folder.js'

export interface BuildReport {
  readonly folder: string
  readonly manifest: PackManifest
  /** Rows and media that were left out. */
  readonly faults: number
}

/**
 * Reads items, encodes them, learns what there is to learn, and writes a pack. Until it is whole everything lies in
 * `<to>.work`; the same call goes on from there after a stop. The same input gives the same bytes.
 *
 * @throws LocavoreError `invalid-argument`, `catalogue-invalid`, `model-invalid`, `self-check-failed`, `storage-failed`, `aborted`
 */
export async function buildPack(options: BuildOptions): Promise<BuildReport> {
  const faults = faultsOf(options)
  const work = new WorkFolder(`${resolve(options.to)}.work`)
  const record = await prepareItems(options, work, { index: 1, of: 1 }, faults)
  return assembleAndPublish([{ work, record }], options, work, faults)
}

/** Encodes one of several equal partitions into a folder of its own, for `mergePartitions`. @throws as `buildPack` */
export async function buildPartition(options: PartitionOptions): Promise<{ readonly faults: number }> {
  const faults = faultsOf(options)
  await prepareItems(options, new WorkFolder(resolve(options.to)), options.partition, faults)
  return { faults: faults.count }
}

/** @param work for what is made on the way; gone afterwards */
export async function assembleAndPublish(
  parts: readonly FinishedWork[],
  options: AssembleOptions,
  work: WorkFolder,
  faults: FaultList,
): Promise<BuildReport> {
  const { to, name, licence, about = {}, signal, onNote, onProgress = () => {} } = options
  const [first] = parts
  if (first === undefined) throw new LocavoreError('invalid-argument', 'There is nothing to put together.')
  const { spaces } = first.record.settings
  const shards = await readyShards(parts)
  const learnt: Learnt =
    options.learn === undefined
      ? {}
      : await learn(options.learn, { shards, spaces, folder: work.path, faults, signal, onProgress, onNote })
  const facts = { name, licence, spaces, about: { tool: 'locavore-pack', ...about } }
  const { manifest, places } = await assemble(shards, first.record.items, learnt, facts, {
    into: work.path,
    signal,
    onProgress,
  })
  const folder = resolve(to)
  await publish(folder, manifest, ({ path }) => places.get(path) ?? lost(path), signal)
  await work.remove()
  return { folder, manifest, faults: faults.count }
}

function lost(path: string): never {
  throw new LocavoreError('internal', `${path} was lost.`)
}
