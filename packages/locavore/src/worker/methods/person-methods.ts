import {
  type Catalogue,
  checkInteraction,
  currentWeights,
  type Interaction,
  type InteractionInput,
  type Item,
  interests,
  itemsOfType,
  LocavoreError,
  refusedItems,
} from '@locavore/core'
import type { EngineService, HistoryRow, ProfileReport } from '../../shared/protocol.js'
import type { Session } from '../session.js'
import type { InTurn } from '../work.js'

const MOST_FORGOTTEN_AT_ONCE = 100_000

type PersonMethod =
  | 'record'
  | 'checkRecord'
  | 'history'
  | 'profile'
  | 'forget'
  | 'exportData'
  | 'importData'
  | 'erase'
  | 'status'

/** What is known about the person: adding to it, looking at it, taking it away. */
export function personMethods(inTurn: InTurn): Pick<EngineService, PersonMethod> {
  return {
    record: inTurn((session, { interaction }: { interaction: InteractionInput }) => record(session, interaction)),
    checkRecord: inTurn(async (session, { interaction }: { interaction: InteractionInput }) => {
      await checkKnown(session, interaction)
      return { done: true as const }
    }),
    history: inTurn(history),
    profile: inTurn(profile),
    status: inTurn((session) => session.report()),
    forget: inTurn(async (session, { sequences }: { sequences: readonly number[] }) => {
      checkSequences(sequences)
      const forgotten = await (await session.store()).forget(sequences)
      if (forgotten > 0) session.lists.clear()
      return { forgotten }
    }),
    exportData: inTurn(async (session) => ({ json: JSON.stringify(await (await session.store()).exportData()) })),
    importData: inTurn(async (session, { json }: { json: string }) => {
      const counts = await (await session.store()).importData(parseJson(json))
      session.lists.clear()
      session.markStale()
      session.tell('items')
      // Read now: what the file brought may need a word in the next report.
      await session.openFromDevice()
      return counts
    }),
    erase: inTurn(async (session) => {
      await session.erase()
      return { done: true as const }
    }),
  }
}

async function record(session: Session, interaction: InteractionInput) {
  const checked = await checkKnown(session, interaction)
  const store = await session.store()
  const [stored] = await store.append([{ ...checked, ...chanceOf(session, checked), at: checked.at ?? Date.now() }])
  if (stored === undefined) throw new LocavoreError('internal', 'The store gave no interaction back.')
  return stored
}

/** With what chance the list it names showed the item, unless the page says so itself. */
function chanceOf({ lists }: Session, { listId, itemId, propensity }: InteractionInput): { propensity?: number } {
  if (propensity !== undefined || listId === undefined || itemId === undefined) return {}
  const known = lists.propensityOf(listId, itemId)
  return known === undefined ? {} : { propensity: known }
}

/** @throws `unknown-interaction`, `invalid-argument`, `unknown-option`, `unknown-item` */
async function checkKnown(session: Session, interaction: InteractionInput): Promise<InteractionInput> {
  const checked = checkInteraction(interaction)
  const catalogue = await session.catalogue()
  if (checked.itemId !== undefined) catalogue.require(checked.itemId)
  return checked
}

async function history(session: Session): Promise<readonly HistoryRow[]> {
  const catalogue = await session.catalogue()
  const weights = currentWeights(await session.profiles.current())
  const log = await (await session.store()).readLog()
  return [...log].reverse().map((interaction) => historyRow(catalogue, weights, interaction))
}

/** An interaction with its item and what it weighs today. */
export function historyRow(
  catalogue: Catalogue,
  weights: ReadonlyMap<number, number>,
  interaction: Interaction,
): HistoryRow {
  const item = itemOf(catalogue, interaction.itemId)
  const weight = weights.get(interaction.sequence) ?? 0
  return { ...interaction, weight, ...(item === undefined ? {} : { item }) }
}

async function profile(session: Session): Promise<ProfileReport> {
  const catalogue = await session.catalogue()
  const known = await session.profiles.current()
  return {
    interactions: known.interactions,
    likedItems: itemsOfType(known, 'like'),
    savedItems: itemsOfType(known, 'save'),
    hiddenItems: [...refusedItems(known)],
    interests: interests(catalogue, known),
  }
}

function itemOf(catalogue: Catalogue, id: string | undefined): Item | undefined {
  const index = id === undefined ? undefined : catalogue.indexOf(id)
  return index === undefined ? undefined : catalogue.itemAt(index)
}

function checkSequences(sequences: readonly number[]): void {
  if (sequences.length > MOST_FORGOTTEN_AT_ONCE) {
    throw new LocavoreError(
      'invalid-argument',
      `forget: give at most ${MOST_FORGOTTEN_AT_ONCE} sequence numbers at once.`,
    )
  }
  const wrong = sequences.find((sequence) => !Number.isSafeInteger(sequence) || sequence < 1)
  if (wrong === undefined) return
  throw new LocavoreError(
    'invalid-argument',
    `forget: ${String(wrong)} is no sequence number; give the "sequence" of entries of history().`,
  )
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new LocavoreError('import-invalid', 'importData: the file is not JSON. Give a file that exportData made.')
  }
}
