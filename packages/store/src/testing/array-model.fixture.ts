import type { Interaction, Item } from '@locavore/core'
import type { AppendedInteraction, EmbeddingEntry, Store } from '../store.js'
import { rowOf, rowsIn } from './samples.fixture.js'

interface ModelItem {
  readonly item: Item
  readonly embeddings: EmbeddingEntry[]
}

/** The store as plain arrays, in as few words as can be: what every real store is compared with. */
export class ArrayModel {
  log: Interaction[] = []
  last = 0
  /** Epochs since the store was opened first. */
  epochs = 0
  items: ModelItem[] = []
  profile: number | undefined

  append(given: readonly AppendedInteraction[]): void {
    for (const interaction of given) this.log.push({ ...interaction, sequence: ++this.last })
  }

  forget(sequences: readonly number[]): number {
    const kept = this.log.filter((one) => !sequences.includes(one.sequence))
    const forgotten = this.log.length - kept.length
    if (forgotten > 0) this.startEpoch()
    this.log = kept
    return forgotten
  }

  put(items: readonly Item[], entries: readonly EmbeddingEntry[]): void {
    const ids = items.map(({ id }) => id)
    this.items = this.items.filter((one) => !ids.includes(one.item.id))
    this.items.push(...items.map((item) => ({ item, embeddings: [] })))
    for (const entry of entries) {
      const embeddings = this.items.find((one) => one.item.id === entry.itemId)?.embeddings ?? []
      const before = embeddings.findIndex((old) => old.spaceId === entry.spaceId && old.modality === entry.modality)
      embeddings.splice(before === -1 ? embeddings.length : before, 1, entry)
    }
  }

  remove(ids: readonly string[]): number {
    const kept = this.items.filter((one) => !ids.includes(one.item.id))
    const removed = this.items.length - kept.length
    this.items = kept
    return removed
  }

  /** What an export of `other` does when it is imported here. */
  importFrom(other: ArrayModel): void {
    this.items = []
    this.put(
      other.items.map(({ item }) => item),
      other.items.flatMap(({ embeddings }) => embeddings),
    )
    this.log = [...other.log]
    this.last = this.log.at(-1)?.sequence ?? 0
    this.startEpoch()
  }

  copy(): ArrayModel {
    return Object.assign(new ArrayModel(), structuredClone({ ...this }))
  }

  startEpoch(): void {
    this.epochs++
    this.profile = undefined
  }

  state(): unknown {
    return {
      log: this.log,
      last: this.last,
      epochs: this.epochs,
      items: sorted(this.items.map(({ item }) => item)),
      rows: sortedRows(this.items.flatMap((one) => one.embeddings).map(rowOf)),
      profile: this.profile,
    }
  }
}

/** The same view of a real store. `firstEpoch` is the one it had when it was opened first. */
export async function stateOf(store: Store, firstEpoch: number): Promise<unknown> {
  const { last, epoch } = await store.revision()
  return {
    log: await store.readLog(),
    last,
    epochs: epoch - firstEpoch,
    items: sorted(await store.readItems()),
    rows: sortedRows(await rowsIn(store)),
    profile: (await store.loadProfile())?.bytes[0],
  }
}

function sorted(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function sortedRows(rows: readonly unknown[][]): string[] {
  return rows.map((row) => row.join(' ')).sort()
}
