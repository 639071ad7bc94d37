import { parseManifest } from '@locavore/catalogue'
import { LocavoreError } from '@locavore/core'
import type { PackState, Store } from '@locavore/store'
import { PackAssembly, type ShardChange } from './assembly/pack-assembly.js'
import type { FileBytes } from './assembly/shard-content.js'
import { bytesIn, PackFiles } from './pack-files.js'
import { type PackGround, packGround } from './pack-ground.js'

/** Files of the next shard, and of what belongs to all before the first. */
export function nextFiles({ ground, shards }: PackAssembly): PackGround['files'] {
  return ground.files.filter(({ shard }) => shard === shards || (shards === 0 && shard === undefined))
}

/** @throws `catalogue-invalid`, `space-mismatch` */
export function takeNext(pack: PackAssembly, bytesOf: FileBytes): ShardChange {
  if (pack.shards === 0) pack.addShared(bytesOf)
  return pack.add(bytesOf)
}

/**
 * Shards of a device in their order, up to the first that is not here, not what it was, or not what it should be.
 * @returns false if a shard was refused for what it holds
 */
export async function fillFromDevice(pack: PackAssembly, files: PackFiles): Promise<boolean> {
  try {
    while (!pack.complete) {
      const entries = nextFiles(pack)
      const here = await files.fromDevice(entries)
      if (entries.some(({ file }) => !here.has(file.sha256))) return true
      takeNext(pack, bytesIn(here))
    }
    return true
  } catch (error) {
    if (!(error instanceof LocavoreError) || error.code.startsWith('storage')) throw error
    return false
  }
}

/** The pack another recommender of this site has on the device, with its vectors of one space; undefined if it has none. */
export async function packOfAnother(store: Store, spaceId: string): Promise<PackAssembly | undefined> {
  const state = await store.packState()
  if (state === undefined) return undefined
  const space = parseManifest(state.manifest).spaces.find(({ id }) => id === spaceId)
  if (space === undefined) return undefined
  const pack = new PackAssembly(await groundOf(state, { space }))
  await fillFromDevice(pack, new PackFiles(async () => store))
  return pack
}

export function groundOf({ manifest, url }: PackState, trust: Parameters<typeof packGround>[2]): Promise<PackGround> {
  return packGround(manifest, new URL(url), trust)
}
