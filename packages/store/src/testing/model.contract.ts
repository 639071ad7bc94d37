import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EmbeddingEntry, ExportedData, Store } from '../store.js'
import { ArrayModel, stateOf } from './array-model.fixture.js'
import { embedding, item } from './samples.fixture.js'

export interface ModelTarget {
  readonly name: string
  readonly runs: number
  open(): Promise<Store>
  /** The same data again, through a new store if the target can. */
  reopen(store: Store): Promise<Store>
}

interface Real {
  store: Store
  readonly firstEpoch: number
  /** The last export, with the model as it was then. */
  file?: { readonly data: ExportedData; readonly model: ArrayModel }
}

type Step = (model: ArrayModel, real: Real, target: ModelTarget) => Promise<void>

class Command implements fc.AsyncCommand<ArrayModel, Real> {
  readonly #name: string
  readonly #target: ModelTarget
  readonly #step: Step

  constructor(name: string, target: ModelTarget, step: Step) {
    this.#name = name
    this.#target = target
    this.#step = step
  }

  check = () => true

  async run(model: ArrayModel, real: Real): Promise<void> {
    await this.#step(model, real, this.#target)
    expect(await stateOf(real.store, real.firstEpoch)).toEqual(model.state())
  }

  toString = () => this.#name
}

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const ids = fc.uniqueArray(id, { maxLength: 5 })
const seed = fc.nat(200)
const modality = fc.constantFrom('text' as const, 'image' as const)
const interaction = fc.record({ type: fc.constantFrom('like' as const, 'hide' as const), itemId: id, at: fc.integer() })

/** At most one embedding for each item and modality. */
function entriesFor(of: readonly string[], seeds: readonly number[]): EmbeddingEntry[] {
  return of.flatMap((itemId, index) => {
    const chosen = seeds[index % Math.max(1, seeds.length)] ?? 0
    const entries = [embedding(itemId, chosen), embedding(itemId, chosen + 1, { modality: 'image' })]
    return entries.filter((_, bit) => (chosen >> bit) & 1)
  })
}

const append = fc.array(interaction, { maxLength: 4 }).map((given): [string, Step] => [
  `append ${given.length}`,
  async (model, real) => {
    model.append(given)
    expect(await real.store.append(given)).toEqual(model.log.slice(model.log.length - given.length))
  },
])

const forget = fc.array(fc.nat(12), { maxLength: 4 }).map((sequences): [string, Step] => [
  `forget ${sequences}`,
  async (model, real) => {
    expect(await real.store.forget(sequences)).toBe(model.forget(sequences))
  },
])

const put = fc.tuple(ids, fc.array(seed, { minLength: 1, maxLength: 3 })).map(([given, seeds]): [string, Step] => [
  `put ${given} ${seeds}`,
  async (model, real) => {
    const items = given.map((each) => item(each, { popularity: seeds[0] ?? 0 }))
    const entries = entriesFor(given, seeds)
    model.put(items, entries)
    await real.store.putItems(items, entries)
  },
])

const embed = fc.tuple(id, seed, modality).map(([itemId, chosen, of]): [string, Step] => [
  `embed ${itemId} ${of} ${chosen}`,
  async (model, real) => {
    const entry = embedding(itemId, chosen, { modality: of })
    if (model.items.some((one) => one.item.id === itemId)) {
      model.put([], [entry])
      await real.store.putItems([], [entry])
    } else await expect(real.store.putItems([], [entry])).rejects.toMatchObject({ code: 'unknown-item' })
  },
])

const remove = ids.map((given): [string, Step] => [
  `remove ${given}`,
  async (model, real) => {
    expect(await real.store.removeItems(given)).toBe(model.remove(given))
  },
])

const saveProfile = fc.nat(255).map((byte): [string, Step] => [
  `saveProfile ${byte}`,
  async (model, real) => {
    await real.store.saveProfile({ revision: await real.store.revision(), bytes: Uint8Array.of(byte) })
    model.profile = byte
  },
])

const exportData = fc.constant<[string, Step]>([
  'export',
  async (model, real) => {
    real.file = { data: JSON.parse(JSON.stringify(await real.store.exportData())), model: model.copy() }
  },
])

const importData = fc.boolean().map((broken): [string, Step] => [
  broken ? 'import a broken file' : 'import',
  async (model, { file, store }) => {
    if (file === undefined) return
    if (broken) {
      const data = { ...file.data, embeddings: [{}] }
      await expect(store.importData(data)).rejects.toMatchObject({ code: 'import-invalid' })
      return
    }
    model.importFrom(file.model)
    await store.importData(file.data)
    expect({ ...(await store.exportData()), exportedAt: 0 }).toEqual({ ...file.data, exportedAt: 0 })
  },
])

const reopen = fc.constant<[string, Step]>([
  'reopen',
  async (_, real, target) => {
    real.store = await target.reopen(real.store)
  },
])

/** Random histories against plain arrays: after every step both hold the same. */
export function describeModel(target: ModelTarget): void {
  describe(`${target.name} against plain arrays`, () => {
    test(`holds the same after every step of ${target.runs} random histories`, async () => {
      const kinds = [append, append, forget, put, put, embed, remove, saveProfile]
      const steps = [...kinds, exportData, importData, importData, reopen]
      const commands = steps.map((step) => step.map(([name, run]) => new Command(name, target, run)))
      await fc.assert(
        fc.asyncProperty(fc.commands(commands, { maxCommands: 15, size: 'max' }), async (history) => {
          const store = await target.open()
          const real: Real = { store, firstEpoch: (await store.revision()).epoch }
          await fc.asyncModelRun(() => ({ model: new ArrayModel(), real }), history)
          await real.store.erase()
        }),
        { numRuns: target.runs, endOnFailure: false },
      )
    }, 120_000)
  })
}
