import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PackFile } from '@locavore/catalogue'
import type { EmbeddingSpace, Modality } from '@locavore/core'
import { refused } from '../failure.js'
import type { Fault } from '../items/bad-rows.js'
import { diskFailure, writeWhole } from './disk.js'

/** What a shard became, and what it was made from. */
export interface ShardRecord {
  readonly index: number
  /** Of the items, their media and the encoder: the same key gives the same files. */
  readonly key: string
  readonly rows: number
  readonly ids: readonly string[]
  readonly items: PackFile
  readonly vectors: Readonly<Partial<Record<Modality, PackFile>>>
  readonly faults: readonly Fault[]
}

/** Which of `of` equal partitions, from 1. Shards are dealt out by their number. */
export interface Partition {
  readonly index: number
  readonly of: number
}

/** What every partition of one pack must agree on. */
export interface WorkSettings {
  readonly shardRows: number
  readonly encoder: string
  readonly spaces: readonly EmbeddingSpace[]
}

/** `work.json`: written when all shards of a partition are there. */
export interface WorkRecord {
  readonly format: typeof WORK_FORMAT
  readonly settings: WorkSettings
  readonly partition: Partition
  /** Of the whole pack, not of the partition. */
  readonly shards: number
  readonly items: number
}

export const WORK_FORMAT = 'locavore-pack-work@1'
const RECORD = 'shard.json'

/** A folder in which shards are made one by one, each whole or not there at all. */
export class WorkFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  folderOf(index: number): string {
    return join(this.path, `shard-${String(index).padStart(5, '0')}`)
  }

  async open(): Promise<void> {
    await mkdir(this.path, { recursive: true }).catch((thrown: unknown) => {
      throw diskFailure(this.path, thrown)
    })
    // What a run that was killed left half written.
    const names = await readdir(this.path)
    for (const name of names.filter((one) => one.endsWith('.part'))) {
      await rm(join(this.path, name), { recursive: true, force: true })
    }
  }

  /** The record of a shard that is there; undefined where there is none, or one made from something else. */
  async find(index: number, key?: string): Promise<ShardRecord | undefined> {
    const text = await readFile(join(this.folderOf(index), RECORD), 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    const record = parse<ShardRecord>(text, this.folderOf(index))
    return key === undefined || record.key === key ? record : undefined
  }

  /** Lets `make` fill a folder, then gives it its place. */
  async add(index: number, make: (folder: string) => Promise<ShardRecord>): Promise<ShardRecord> {
    const folder = this.folderOf(index)
    const part = `${folder}.part`
    await rm(part, { recursive: true, force: true })
    await mkdir(part, { recursive: true })
    try {
      const record = await make(part)
      await writeWhole(join(part, RECORD), JSON.stringify(record))
      await rm(folder, { recursive: true, force: true })
      await rename(part, folder)
      return record
    } catch (thrown) {
      await rm(part, { recursive: true, force: true })
      throw thrown
    }
  }

  finish(record: WorkRecord): Promise<void> {
    return writeWhole(join(this.path, 'work.json'), `${JSON.stringify(record, null, 2)}\n`)
  }

  /** @throws LocavoreError `invalid-argument` where no partition was finished */
  async readRecord(): Promise<WorkRecord> {
    const text = await readFile(join(this.path, 'work.json'), 'utf8').catch((thrown: unknown) => {
      throw refused(`${this.path} holds no finished partition. Run its build to the end first.`, thrown)
    })
    const record = parse<WorkRecord>(text, this.path)
    if (record.format === WORK_FORMAT) return record
    throw refused(`${this.path} holds a partition of another version. Build it again.`)
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true })
  }
}

/** Files that this tool wrote into a folder of its own. */
function parse<Value>(text: string, where: string): Value {
  try {
    return JSON.parse(text) as Value
  } catch (thrown) {
    throw refused(`${where} is damaged. Remove the folder and build again.`, thrown)
  }
}
