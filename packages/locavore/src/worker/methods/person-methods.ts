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
  readingTime,
  refusedItems,
} from '@locavore/core'
import type { Circumstances, EngineService, HistoryRow, ProfileReport, RecordRequest } from '../../shared/protocol.js'
import { keptEmbedding } from '../person/word-embeddings.js'
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
    record: inTurn(record),
    checkRecord: inTurn(async (session, request: RecordRequest) => {
      await checkKnown(session, request)
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
      const data = parseJson(json)
      const counts = await session.withRoom((store) => store.importData(data))
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

async function record(session: Session, request: RecordRequest) {
  const checked = await checkKnown(session, request)
  const [stored] = await session.append([{ ...checked, ...chanceOf(session, checked) }])
  if (stored === undefined) throw new LocavoreError('internal', 'The store gave no interaction back.')
  return stored
}

/** With what chance the list it names showed the item, unless the page says so itself. */
function chanceOf({ lists }: Session, { listId, itemId, propensity }: InteractionInput): { propensity?: number } {
  if (propensity !== undefined || listId === undefined || itemId === undefined) return {}
  const known = lists.propensityOf(listId, itemId)
  return known === undefined ? {} : { propensity: known }
}

/** @throws `unknown-interaction`, `invalid-argument`, `unknown-option`, `unknown-item`, `space-mismatch` */
async function checkKnown(session: Session, { interaction, embedding }: RecordRequest): Promise<InteractionInput> {
  const catalogue = await session.catalogue()
  const encoded = embedding === undefined ? {} : { embedding: keptEmbedding(catalogue, embedding) }
  const checked = checkInteraction({ ...interaction, ...encoded })
  if (checked.itemId === undefined) return checked
  const index = catalogue.require(checked.itemId)
  if (checked.type !== 'dwell' || checked.length !== undefined) return checked
  const length = readingTime(catalogue.itemAt(index) ?? { id: checked.itemId })
  return { ...checked, ...(length === undefined ? {} : { length }) }
}

async function history(session: Session): Promise<readonly HistoryRow[]> {
  const catalogue = await session.catalogue()
  const weights = await weightsNow(session)
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

/** What each interaction weighs in its own mode. */
async function weightsNow(session: Session): Promise<Map<number, number>> {
  const usual = await session.profiles.current()
  const weights = currentWeights(usual)
  for (const mode of usual.modes.keys()) {
    for (const [sequence, weight] of currentWeights(await session.profiles.current(mode))) weights.set(sequence, weight)
  }
  return weights
}

async function profile(session: Session, request: Circumstances): Promise<ProfileReport> {
  const catalogue = await session.catalogue()
  const known = await session.profiles.current(request.mode)
  const effects = await session.effects(request)
  return {
    circumstances: effects.map(({ name, strength }) => ({ name, strength })),
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
