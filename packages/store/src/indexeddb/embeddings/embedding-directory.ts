import { LocavoreError, type Modality } from '@locavore/core'
import { requireDimensions } from '../../shared/embedding-rules.js'
import type { ReadTransaction, WriteTransaction } from '../connection/transaction.js'
import { type EmbeddingDirectory, type EmbeddingGroup, OWN } from '../schema.js'

export interface MutableGroup extends EmbeddingGroup {
  readonly used: number[]
}

/** The table of groups, read at the start of a write and written back at its end. */
export class DirectoryDraft {
  #nextGroup: number
  readonly #groups: MutableGroup[]

  constructor(directory: EmbeddingDirectory) {
    this.#nextGroup = directory.nextGroup
    this.#groups = directory.groups.map((group) => ({ ...group, used: [...group.used] }))
  }

  byId(id: number): MutableGroup {
    const group = this.#groups.find((known) => known.id === id)
    if (group === undefined) throw directoryError(`group ${id} is not in it`)
    return group
  }

  /** Finds or founds a group. @throws `space-mismatch` if the space has other dimensions */
  group(spaceId: string, modality: Modality, dimensions: number): MutableGroup {
    const known = new Map(this.#groups.map((group) => [group.spaceId, group.dimensions]))
    requireDimensions(known, spaceId, dimensions)
    const found = this.#groups.find((group) => group.spaceId === spaceId && group.modality === modality)
    if (found !== undefined) return found
    const founded: MutableGroup = { id: this.#nextGroup++, source: OWN, spaceId, modality, dimensions, used: [] }
    this.#groups.push(founded)
    return founded
  }

  /** Takes every group out, with its records, without reading any of them. */
  drop(transaction: WriteTransaction): void {
    for (const { id } of this.#groups) transaction.delete('chunks', chunksOf(id))
    this.#groups.length = 0
  }

  write(transaction: WriteTransaction): void {
    for (const group of this.#groups) while (group.used.at(-1) === 0) group.used.pop()
    // Ids are never used twice, so an empty group may go.
    const groups = this.#groups.filter((group) => group.used.length > 0)
    transaction.putMeta('embeddings', { nextGroup: this.#nextGroup, groups })
  }
}

export async function readDirectory(transaction: ReadTransaction): Promise<EmbeddingDirectory> {
  const directory = await transaction.meta('embeddings')
  if (directory === undefined) throw directoryError('it is missing')
  return directory
}

export function chunksOf(group: number): IDBKeyRange {
  return IDBKeyRange.bound([group], [group, []])
}

/** Every item in the store of items. */
export function ownRows(): IDBKeyRange {
  return IDBKeyRange.bound([OWN], [OWN, []])
}

export function directoryError(what: string): LocavoreError {
  return new LocavoreError(
    'storage-corrupt',
    `The table of stored embeddings is damaged: ${what}. Erase, import an earlier export if there is one, and add the items again.`,
    { what },
  )
}
