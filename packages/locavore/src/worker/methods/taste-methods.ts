import {
  allowedItems,
  type InteractionInput,
  LocavoreError,
  mergeEdits,
  onboardingPicks,
  type Profile,
  splitEdit,
  type Taste,
  type TasteEdit,
} from '@locavore/core'
import type {
  Circumstances,
  EditTasteReport,
  EditTasteRequest,
  EngineService,
  PicksRequest,
  PredictRequest,
  SteeringRow,
  TasteEditing,
  TasteReport,
  TasteService,
} from '../../shared/protocol.js'
import { itemSimilarity, type Likeness } from '../person/item-similarity.js'
import { describeTastes, knownTastes, requireTaste } from '../person/known-tastes.js'
import { wordEmbeddings } from '../person/word-embeddings.js'
import type { Session } from '../session.js'
import type { InTurn } from '../work.js'

/** What the person likes, group by group; what they steer their lists by; and what may come of showing them something. */
export function tasteMethods(inTurn: InTurn): Pick<EngineService, keyof TasteService> {
  return {
    tastes: inTurn((session, { mode }: Circumstances) => tasteReports(session, mode)),
    editTaste: inTurn(editTaste),
    modes: inTurn(async (session) => {
      const { modes } = await session.profiles.current()
      return Array.from(modes, ([name, interactions]) => ({ name, interactions }))
    }),
    steering: inTurn(steering),
    predict: inTurn(async (session, { itemIds, mode }: PredictRequest) => {
      const likeness = await likenessOf(session)
      return (await session.predictions.current(likeness, mode)).of(itemIds)
    }),
    onboardingPicks: inTurn(picks),
  }
}

async function likenessOf(session: Session): Promise<Likeness> {
  const catalogue = await session.catalogue()
  return { catalogue, similarities: session.catalogues.similarities }
}

async function tasteReports(session: Session, mode: string | undefined): Promise<TasteReport[]> {
  const likeness = await likenessOf(session)
  const known = await session.profiles.current(mode)
  return describeTastes(likeness.catalogue, known, knownTastes(known, likeness))
}

async function editTaste(session: Session, { edit, keep, mode }: EditTasteRequest): Promise<EditTasteReport> {
  const likeness = await likenessOf(session)
  const known = await session.profiles.current(mode)
  const edits = planned(edit, { likeness, known, found: knownTastes(known, likeness) })
  if (!keep) return { sequences: [], tastes: [] }
  const own = mode === undefined ? {} : { mode }
  const inputs = edits.map(
    ({ itemId, ...change }): InteractionInput => ({ type: 'taste', itemId, edit: change, ...own }),
  )
  const stored = await session.append(inputs)
  return { sequences: stored.map(({ sequence }) => sequence), tastes: await tasteReports(session, mode) }
}

interface Ground {
  readonly likeness: Likeness
  readonly known: Profile
  readonly found: readonly Taste[]
}

/** @throws `unknown-taste`, `invalid-argument` */
function planned(edit: TasteEditing, { likeness, known, found }: Ground): readonly TasteEdit[] {
  const taste = requireTaste(found, edit.tasteId)
  const { id: itemId } = taste
  switch (edit.kind) {
    case 'rename':
      return [{ kind: 'rename', itemId, name: edit.name }]
    case 'mute':
    case 'unmute':
      return [{ kind: edit.kind, itemId }]
    case 'merge': {
      const other = requireTaste(found, edit.otherTasteId)
      if (other !== taste) return mergeEdits(taste, other, known.edits)
      throw new LocavoreError('invalid-argument', 'editTaste: a taste cannot be merged with itself. Give two.')
    }
    case 'split': {
      const split = splitEdit(taste, known.edits, itemSimilarity(likeness), edit.itemId)
      if (split !== undefined) return [split]
      throw new LocavoreError(
        'invalid-argument',
        'editTaste: a taste of one item cannot be split, nor by an item that it does not have.',
      )
    }
  }
}

async function steering(session: Session, { mode }: Circumstances): Promise<readonly SteeringRow[]> {
  const catalogue = await session.catalogue()
  const { words, settings, evidence } = await session.profiles.current(mode)
  const embedded = wordEmbeddings(catalogue, words)
  const itemOf = (itemId: string | undefined) => {
    if (itemId === undefined) return {}
    return catalogue.has(itemId) ? { itemId, item: catalogue.get(itemId) } : { itemId }
  }
  const said = words
    .filter(({ type }) => type === 'steer')
    .map(({ sequence, words: query, weight: value, itemId }): SteeringRow => {
      const effective = embedded.has(query) && (itemId === undefined || catalogue.has(itemId))
      return { sequence, value, query, ...itemOf(itemId), effective }
    })
  const set = settings.map(
    ({ sequence, value, ...setting }): SteeringRow => ({ sequence, value, setting, effective: true }),
  )
  const items = evidence
    .filter(({ type }) => type === 'steer')
    .map(
      ({ sequence, weight: value, itemId }): SteeringRow => ({
        sequence,
        value,
        ...itemOf(itemId),
        effective: catalogue.has(itemId),
      }),
    )
  return [...said, ...set, ...items].sort((a, b) => b.sequence - a.sequence)
}

async function picks(session: Session, { count, filter, mode }: PicksRequest) {
  const { catalogue, similarities } = await likenessOf(session)
  const { evidence } = await session.profiles.current(mode)
  const allowed = allowedItems(catalogue, filter)
  for (const { itemId } of evidence) {
    const index = catalogue.indexOf(itemId)
    if (index !== undefined) allowed[index] = 0
  }
  const chosen = onboardingPicks({ catalogue, similarities, allowed }, count)
  return { items: chosen.flatMap((index) => catalogue.itemAt(index) ?? []) }
}
