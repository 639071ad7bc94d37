import { resolve } from 'node:path'
import type { PackManifest } from '@locavore/catalogue'
import { type EmbeddingSpace, LocavoreError } from '@locavore/core'
import { bringLearnt } from '../bring/bring-learnt.js'
import { refused } from '../failure.js'
import type { FaultList } from '../items/bad-rows.js'
import { type LearnWork, learn } from '../learn/learn.js'
import type { Learnt } from '../learn/learnt.js'
import { publish } from '../work/publish.js'
import type { WorkFolder } from '../work/work-folder.js'
import { assemble, type KeptLearnt, type ReadyShard } from './assemble.js'
import type { AssembleOptions } from './build-options.js'

export interface BuildReport {
  readonly folder: string
  readonly manifest: PackManifest
  /** Rows and media that were left out. */
  readonly faults: number
}

/** All that goes into a pack before anything is learnt. */
export interface PackContent {
  readonly shards: readonly ReadyShard[]
  readonly itemCount: number
  readonly spaces: readonly EmbeddingSpace[]
  /** Stands where nothing new is learnt. */
  readonly kept?: KeptLearnt
}

/**
 * Learns, writes, and puts the pack into its folder.
 *
 * @param work for what is made on the way; gone afterwards
 */
export async function finishPack(
  { shards, itemCount, spaces, kept }: PackContent,
  options: AssembleOptions,
  work: WorkFolder,
  faults: FaultList,
): Promise<BuildReport> {
  const { to, name, licence, about = {}, signal, onNote, onProgress = () => {} } = options
  const learnt = await learnOrBring(options, {
    shards,
    spaces,
    folder: work.path,
    faults,
    signal,
    onProgress,
    onNote,
  })
  const facts = { name, licence, spaces, about: { tool: 'locavore-pack', ...about } }
  const { manifest, places } = await assemble(shards, itemCount, learnt ?? kept ?? {}, facts, {
    into: work.path,
    signal,
    onProgress,
  })
  const folder = resolve(to)
  await publish(folder, manifest, ({ path }) => places.get(path) ?? lost(path), signal)
  await work.remove()
  return { folder, manifest, faults: faults.count }
}

async function learnOrBring({ learn: own, brought }: AssembleOptions, work: LearnWork): Promise<Learnt | undefined> {
  if (own !== undefined && brought !== undefined) {
    throw refused('Give interactions to learn from, or what another engine learnt, not both.')
  }
  if (own !== undefined) return learn(own, work)
  return brought === undefined ? undefined : bringLearnt(brought, work)
}

function lost(path: string): never {
  throw new LocavoreError('internal', `${path} was lost.`)
}
