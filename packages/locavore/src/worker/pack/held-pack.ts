import { type PackEntry, parseManifest, readVectors } from '@locavore/catalogue'
import { LocavoreError } from '@locavore/core'
import type { PackState, Store } from '@locavore/store'
import { readItemIndex } from './assembly/item-index.js'
import { PackAssembly, type ShardChange, type VectorSource } from './assembly/pack-assembly.js'
import type { FileBytes, ShardVectors } from './assembly/shard-content.js'
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

/** The vectors of a shard are not here, or not what they were: the pack ends before it. */
export class DamagedShard extends Error {
  readonly shard: number

  constructor(shard: number) {
    super(`The vectors of shard ${shard} of the pack are damaged.`)
    this.shard = shard
  }
}

export interface DeviceOptions {
  /** The pack was whole when it was kept, so that what it holds was checked: only the hashes are compared again. */
  readonly whole: boolean
  /** No more shards than this. */
  readonly most?: number
  /** Of a whole pack: hash of what was kept of reading it. */
  readonly index?: string | undefined
}

/**
 * Shards of a device in their order, up to the first that is not here, not what it was, or not what it should be. The vectors
 * of a whole pack stay where they are until somebody asks for them: that call may throw a `DamagedShard`.
 * @returns false if a shard was refused for what it holds
 */
export async function fillFromDevice(
  pack: PackAssembly,
  files: PackFiles,
  { whole, most = Number.POSITIVE_INFINITY, index }: DeviceOptions,
): Promise<boolean> {
  try {
    if (whole) await fillIndexed(pack, files, { most, index })
    while (!whole && !pack.complete) {
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

/** What was kept of reading the pack is of use only as long as it is what it was; without it, the pack is read again. */
async function fillIndexed(
  pack: PackAssembly,
  files: PackFiles,
  { most, index }: { most: number; index: string | undefined },
) {
  const bytes = index === undefined ? undefined : await files.readOwn(index)
  const known = bytes && (await readItemIndex(pack.ground, bytes))
  if (known !== undefined) pack.expect(known)
  try {
    await fillKnown(pack, files, most)
  } finally {
    pack.settle()
  }
}

/** Files of some shards are read together, because each waits for its hash. */
const SHARDS_AT_ONCE = 8

async function fillKnown(pack: PackAssembly, files: PackFiles, most: number): Promise<void> {
  const listed = await files.listed()
  while (!pack.complete) {
    const from = pack.shards
    const some = pack.ground.files.filter((entry) => isIn(entry, from, Math.min(most, from + SHARDS_AT_ONCE)))
    const here = await files.fromDevice(some.filter((entry) => !isLater(entry)))
    const isHere = (entry: PackEntry) => (isLater(entry) ? listed : here).has(entry.file.sha256)
    for (let shard = from; shard < from + SHARDS_AT_ONCE && !pack.complete; shard += 1) {
      if (shard >= most || !nextFiles(pack).every(isHere)) return
      takeKnown(pack, files, bytesIn(here))
    }
  }
}

/** What belongs to all is read with the first. */
function isIn({ shard = 0 }: PackEntry, from: number, to: number): boolean {
  return shard >= from && shard < to
}

function isLater({ role }: PackEntry): boolean {
  return role === 'vectors'
}

function takeKnown(pack: PackAssembly, files: PackFiles, bytesOf: FileBytes): void {
  if (pack.shards === 0) pack.addShared(bytesOf)
  pack.addKnown(bytesOf, vectorsOnDevice(pack.ground, files))
}

/** One file after the other through the same room, so that no more than one stands beside what is made of them. */
function vectorsOnDevice({ manifest, files: entries, space }: PackGround, files: PackFiles): VectorSource {
  return () => {
    let room = new Uint8Array(0)
    return async function* (shard): AsyncGenerator<ShardVectors> {
      for (const entry of entries) {
        const { modality, file } = entry
        if (entry.shard !== shard || modality === undefined || space === undefined) continue
        if (room.length < file.bytes) room = new Uint8Array(file.bytes)
        const bytes = await files.read(file, room)
        if (bytes === undefined) throw new DamagedShard(shard)
        const rows = manifest.shards[shard]?.rows ?? 0
        yield { modality, rows: readVectors(bytes, { file: file.path, rows, space, modality, known: true }) }
      }
    }
  }
}

/** The pack another recommender of this site has on the device, with its vectors of one space; undefined if it has none. */
export async function packOfAnother(store: Store, spaceId: string): Promise<PackAssembly | undefined> {
  const state = await store.packState()
  if (state === undefined) return undefined
  const space = parseManifest(state.manifest).spaces.find(({ id }) => id === spaceId)
  if (space === undefined) return undefined
  const pack = new PackAssembly(await groundOf(state, { space }))
  await fillFromDevice(pack, new PackFiles(async () => store), { whole: state.complete, index: state.index })
  return pack
}

export function groundOf({ manifest, url }: PackState, trust: Parameters<typeof packGround>[2]): Promise<PackGround> {
  return packGround(manifest, new URL(url), trust)
}
