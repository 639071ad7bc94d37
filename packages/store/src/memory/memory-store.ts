import { type Interaction, type Item, LocavoreError } from '@locavore/core'
import { buildExport } from '../portable/export.js'
import { type ImportedData, parseImport } from '../portable/import.js'
import { checkEntries, requireDimensions, unknownItemError } from '../shared/embedding-rules.js'
import { groupBy } from '../shared/group-by.js'
import { parseAfter, parseAppendedList, parseSnapshot } from '../shared/interaction-schema.js'
import { parseItems } from '../shared/item-schema.js'
import type { AppendedInteraction, EmbeddingEntry, LogRevision, PackState, ProfileSnapshot, Store } from '../store.js'
import { MemoryPacks } from './memory-packs.js'
import { packEntries } from './pack-entries.js'

interface Shelf {
  readonly item: Item
  readonly embeddings: readonly EmbeddingEntry[]
}

/** The same promises without a database: everything is gone with the page. Every call checks first and changes after. */
export class MemoryStore implements Store {
  readonly kind = 'memory'
  #closed = false
  #log: Interaction[] = []
  #revision: LogRevision = { last: 0, epoch: Date.now() }
  #shelves = new Map<string, Shelf>()
  #profile: ProfileSnapshot | undefined
  readonly #packs = new MemoryPacks()

  async append(given: readonly AppendedInteraction[]) {
    this.#requireOpen()
    const { last, epoch } = this.#revision
    const appended = parseAppendedList(given).map((one, index) => ({ ...one, sequence: last + 1 + index }))
    for (const interaction of appended) this.#log.push(interaction)
    this.#revision = { last: last + appended.length, epoch }
    return structuredClone(appended)
  }

  async readLog(after = 0) {
    this.#requireOpen()
    const from = parseAfter(after)
    return structuredClone(this.#log.filter((interaction) => interaction.sequence > from))
  }

  async revision() {
    this.#requireOpen()
    return { ...this.#revision }
  }

  async forget(sequences: readonly number[]) {
    this.#requireOpen()
    const wanted = new Set(sequences)
    const kept = this.#log.filter((interaction) => !wanted.has(interaction.sequence))
    const forgotten = this.#log.length - kept.length
    if (forgotten > 0) this.#startEpoch(kept, this.#revision.last)
    return forgotten
  }

  async putItems(given: readonly Item[], entries: readonly EmbeddingEntry[]) {
    this.#requireOpen()
    checkEntries(entries)
    const items = parseItems(given)
    this.#shelves = shelve(this.#shelves, items, entries)
  }

  async removeItems(itemIds: readonly string[]) {
    this.#requireOpen()
    let removed = 0
    for (const itemId of itemIds) if (this.#shelves.delete(itemId)) removed++
    return removed
  }

  async readItems() {
    this.#requireOpen()
    return structuredClone([...this.#shelves.values()].map(({ item }) => item))
  }

  async readEmbeddings(spaceId: string) {
    this.#requireOpen()
    const entries = this.#embeddings().filter((entry) => entry.spaceId === spaceId)
    return [...groupBy(entries, (entry) => entry.modality).values()].map(packEntries)
  }

  async listOtherSpaces(spaceId: string) {
    this.#requireOpen()
    const others = this.#embeddings().filter((entry) => entry.spaceId !== spaceId)
    return others.map((entry) => ({ itemId: entry.itemId, spaceId: entry.spaceId, modality: entry.modality }))
  }

  async putPackFiles(files: ReadonlyMap<string, Uint8Array>) {
    this.#requireOpen()
    this.#packs.put(files)
  }

  async readPackFile(sha256: string) {
    this.#requireOpen()
    return this.#packs.read(sha256)
  }

  async listPackFiles() {
    this.#requireOpen()
    return this.#packs.list()
  }

  async swapPack(state: PackState) {
    this.#requireOpen()
    this.#packs.swap(state)
  }

  async packState() {
    this.#requireOpen()
    return this.#packs.state
  }

  async saveProfile(snapshot: ProfileSnapshot) {
    this.#requireOpen()
    const { revision, bytes } = parseSnapshot(snapshot)
    if (revision.epoch !== this.#revision.epoch || revision.last > this.#revision.last) return
    this.#profile = { revision, bytes }
  }

  async loadProfile() {
    this.#requireOpen()
    return structuredClone(this.#profile)
  }

  async exportData() {
    this.#requireOpen()
    const items = [...this.#shelves.values()].map(({ item }) => item)
    return structuredClone(buildExport(this.#log, items, this.#embeddings()))
  }

  async importData(data: unknown) {
    this.#requireOpen()
    const parsed: ImportedData = parseImport(data)
    this.#shelves = shelve(new Map(), parsed.items, parsed.embeddings)
    this.#startEpoch([...parsed.interactions], parsed.interactions.at(-1)?.sequence ?? 0)
    return { interactions: parsed.interactions.length, items: parsed.items.length }
  }

  async erase() {
    this.#requireOpen()
    this.#startEpoch([], 0)
    this.#shelves = new Map()
    this.#packs.clear()
    this.#closed = true
  }

  async close() {
    this.#closed = true
  }

  #startEpoch(log: Interaction[], last: number): void {
    this.#log = log
    this.#revision = { last, epoch: this.#revision.epoch + 1 }
    this.#profile = undefined
  }

  #embeddings(): EmbeddingEntry[] {
    return [...this.#shelves.values()].flatMap(({ embeddings }) => embeddings)
  }

  #requireOpen(): void {
    if (this.#closed) throw new LocavoreError('closed', 'This store is closed. Open it again to go on.')
  }
}

/** Gives new shelves and leaves the old ones as they are, so that a refusal half-way has changed nothing. */
function shelve(
  before: ReadonlyMap<string, Shelf>,
  items: readonly Item[],
  entries: readonly EmbeddingEntry[],
): Map<string, Shelf> {
  const dimensions = new Map<string, number>()
  for (const { embeddings } of before.values()) {
    for (const { spaceId, codes } of embeddings) dimensions.set(spaceId, codes.length)
  }
  for (const { spaceId, codes } of entries) requireDimensions(dimensions, spaceId, codes.length)
  const after = new Map(before)
  for (const item of items) after.set(item.id, { item, embeddings: [] })
  for (const [itemId, own] of groupBy(entries, (entry) => entry.itemId)) {
    const shelf = after.get(itemId)
    if (shelf === undefined) throw unknownItemError()
    const kept = shelf.embeddings.filter((old) => !own.some((entry) => isSameSlot(entry, old)))
    after.set(itemId, { ...shelf, embeddings: [...kept, ...own.map(copyEntry)] })
  }
  return after
}

function isSameSlot(a: EmbeddingEntry, b: EmbeddingEntry): boolean {
  return a.spaceId === b.spaceId && a.modality === b.modality
}

/** As float32 and in a buffer of its own, as a database would keep it. */
function copyEntry({ itemId, spaceId, modality, codes, scale }: EmbeddingEntry): EmbeddingEntry {
  return { itemId, spaceId, modality, codes: codes.slice(), scale: Math.fround(scale) }
}
