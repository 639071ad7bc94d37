import type { Catalogue } from '../catalogue/catalogue.js'
import { onboardingPicks } from '../cold-start/onboarding.js'
import type { ElsewhereEvidence } from '../domains/elsewhere.js'
import { allowedItems, keptItems } from '../filter/compile-filter.js'
import { gatedWeights } from '../fuse/gated-weights.js'
import { learntCandidates } from '../learnt/candidates/learnt-candidates.js'
import { type Learnt, scoreConstantsOf } from '../learnt/learnt.js'
import { chosenItems, type Profile, refusedItems } from '../profile/profile.js'
import { relationGraph } from '../relations/relation-graph.js'
import type { RelationSettings } from '../relations/relation-words.js'
import { laterSteps } from '../rerank/later-steps.js'
import { rerank } from '../rerank/rerank.js'
import { retrieve } from '../retrieve/retrieve.js'
import { SCORE_CONSTANTS, type ScoreConstants } from '../score/constants.js'
import { type CentredQuery, centreQueries, type QueryEmbedding, queryFromItem } from '../score/query-similarity.js'
import { type ScoreInput, score } from '../score/score.js'
import type { StandardisedSignal } from '../score/signal.js'
import { fusedSimilarity } from '../similarity/fused-similarity.js'
import type { SimilarityCache } from '../similarity/similarity-cache.js'
import { similarityRows } from '../similarity/similarity-rows.js'
import type { Modality } from '../types.js'
import { settle, settledCount, settleWithout } from '../vector/sets/settled.js'
import {
  type CheckedOptions,
  checkOptions,
  type ListKind,
  type RecommendRankOptions,
  type RelatedRankOptions,
  type SearchRankOptions,
  stepsOf,
} from './options.js'
import { RankedList } from './ranked-list.js'
import { rerankCandidates } from './rerank-candidates.js'
import { embeddedWords, steeredConstants } from './steered.js'

/** What every list is ranked from. */
export interface RankingContext {
  readonly catalogue: Catalogue
  readonly similarities: SimilarityCache
  readonly profile: Profile
  /** Ids that `recommend` leaves out, beside what the profile chose or refused: what it does not know of any more. */
  readonly exclude?: ReadonlySet<string>
  /** Embeddings of the profile's words, by the words; words without any are passed over. */
  readonly wordEmbeddings?: ReadonlyMap<string, readonly QueryEmbedding[]>
  /** Milliseconds since 1970, for freshness (default 0: nothing is aged). */
  readonly now?: number
  readonly constants?: Partial<ScoreConstants>
  /** What the person did in other catalogues (`fromElsewhere`). */
  readonly elsewhere?: readonly ElsewhereEvidence[]
  /** What the publisher learnt from what many people like together. Its constants stand before those of the library. */
  readonly learnt?: Learnt
  /** How ties in the metadata are read; one object for as long as they stay the same. */
  readonly relations?: RelationSettings
  /**
   * Items scored at once (default 2,000); a smaller allowed catalogue is scored whole. Of a larger one those most likely to
   * matter come first, and a list that has shown them goes on with as many of the rest, to the end.
   */
  readonly maxCandidates?: number
}

const MAX_CANDIDATES = 2_000
/** Places that spread wide for a person nothing is known about. */
const ONBOARDING_PLACES = 12
/** A first list is there to be enjoyed as well as to be learnt from, so popularity counts more in it than in questions. */
const FIRST_LIST_FORCE = 1

/**
 * A list for the person: taste, session and fading popularity, over items they have neither chosen nor refused. For a
 * person nothing is known about, the first places spread over popular items (unless `diversity` is 0).
 * The list is returned before its first page; call `take(limit)`.
 * @throws `unknown-option`, `invalid-argument`
 */
export function recommend(context: RankingContext, options: RecommendRankOptions = {}): RankedList {
  const checked = checkOptions('recommend', options)
  const { profile, exclude = [] } = context
  const hidden = new Set([...chosenItems(profile), ...refusedItems(profile), ...exclude])
  return rankList(context, { kind: 'recommend', checked, hidden })
}

/**
 * Items like one item, whatever the person's taste unless `personalise` says otherwise.
 * @param alsoHidden ids that may not appear, besides those refused.
 * @throws `unknown-item`, `unknown-option`, `invalid-argument`
 */
export function related(
  context: RankingContext,
  itemId: string,
  options: RelatedRankOptions = {},
  alsoHidden: Iterable<string> = [],
): RankedList {
  const checked = checkOptions('related', options)
  const queries = queryFromItem(context.catalogue, context.catalogue.require(itemId))
  const hidden = new Set([itemId, ...refusedItems(context.profile), ...alsoHidden])
  return rankList(context, { kind: 'related', checked, hidden, queries, askedItemId: itemId })
}

/**
 * Items that match embeddings of words, pictures, sounds or clips, in every medium. Items the person chose may appear.
 * @throws `invalid-vector`, `space-mismatch`, `unknown-option`, `invalid-argument`
 */
export function search(
  context: RankingContext,
  queries: readonly QueryEmbedding[],
  options: SearchRankOptions = {},
): RankedList {
  const checked = checkOptions('search', options)
  const centred = centreQueries(context.catalogue, queries)
  return rankList(context, { kind: 'search', checked, hidden: refusedItems(context.profile), queries: centred })
}

interface ListRequest {
  readonly kind: ListKind
  readonly checked: CheckedOptions
  /** Ids that may not appear. */
  readonly hidden: ReadonlySet<string>
  readonly queries?: readonly CentredQuery[]
  readonly askedItemId?: string
}

/** Where a list goes on that has shown all it was made from. */
interface GoingOn {
  readonly firstPlace: number
  /** Ids that were candidates before. */
  readonly before: readonly string[]
  readonly standards: readonly StandardisedSignal[]
}

function rankList(context: RankingContext, request: ListRequest, from?: GoingOn): RankedList {
  const { catalogue, profile, similarities, now = 0, maxCandidates = MAX_CANDIDATES, elsewhere = [] } = context
  const { kind, checked, queries, askedItemId } = request
  const set = constantsFor(kind, context)
  const allowed = allowedIn(catalogue, request, from?.before)
  const askedIndex = askedItemId === undefined ? undefined : catalogue.indexOf(askedItemId)
  const graph = relationGraph(catalogue, context.relations)
  const tied = (index: number) => graph.tiesOf(index).keys()
  const asked = askedIndex === undefined ? {} : { askedIndex }
  const always = (checked.rerank ?? []).flatMap((step) => (step.kind === 'pin' ? [step.itemId] : []))
  const words = queries === undefined ? embeddedWords(context, set.halfLife) : []
  const wanted = queries ?? words.filter(({ weight }) => weight > 0).flatMap((entry) => entry.queries)
  const sought = {
    profile,
    queries: wanted,
    maxCandidates,
    always,
    ...(graph.empty ? {} : { tied }),
    elsewhere,
    ...asked,
    ...likely(context, checked),
  }
  // A list that goes on has left out more than a person ever chose.
  const open = from === undefined && checked.modalities === undefined ? keptItems(catalogue, checked.filter) : undefined
  const candidates = retrieve({ catalogue, allowed, ...(open === undefined ? {} : { open }), ...sought })
  const rows = similarityRows(similarities, catalogue, candidates)
  const weighed = { catalogue, similarities, profile, rows, candidates, constants: set }
  const constants = checked.fusion === 'late' ? set : { ...set, modalityWeights: gatedWeights(weighed) }
  const ties = { ...(context.relations === undefined ? {} : { relations: context.relations }), ...asked }
  const input: ScoreInput = {
    ...{ catalogue, rows, candidates, profile, constants, now, elsewhere },
    ...(from === undefined ? {} : { standards: from.standards }),
    ...ties,
    ...(context.learnt === undefined ? {} : { learnt: context.learnt }),
  }
  const question = queries === undefined ? { words } : { query: { queries, personalise: checked.personalise } }
  const scored = score({ ...input, ...question })
  const silent = scored.history.length + words.length + profile.settings.length + elsewhere.length === 0
  const unknown = kind === 'recommend' && silent && checked.rerank === undefined
  const steps = unknown ? undefined : stepsOf(checked)
  const cold = unknown && checked.diversity > 0 && from === undefined
  const { modalityWeights } = constants
  const similarTo = fusedSimilarity(catalogue, similarities, modalityWeights)
  const facts = { catalogue, scored, profile, similarTo, modalityWeights, now }
  const ids = catalogue.idsAt(candidates)
  const following = followingList(context, request, { allowed, ids, signals: scored.signals, from })
  return new RankedList({
    kind,
    catalogue,
    scored,
    ids,
    profile,
    diversity: checked.diversity,
    similarTo,
    ...(steps === undefined ? {} : { reranked: rerank(rerankCandidates(facts), steps) }),
    titleElsewhere: (id, domain) =>
      elsewhere.find(({ evidence }) => evidence.itemId === id && evidence.domain === domain)?.title,
    onboarding: cold ? onboardingPositions(context, candidates, constants) : [],
    ...(askedItemId === undefined ? {} : { askedItemId }),
    ...(from === undefined ? {} : { firstPlace: from.firstPlace }),
    ...(following === undefined ? {} : { following }),
  })
}

/** 1 for an item that may appear. Not written to any more. */
function allowedIn(catalogue: Catalogue, { checked, hidden }: ListRequest, before: readonly string[] = []): Uint8Array {
  const out: number[] = []
  for (const ids of [hidden, before]) for (const id of ids) out.push(catalogue.indexOf(id) ?? -1)
  const kept = checked.modalities === undefined ? keptItems(catalogue, checked.filter) : undefined
  if (kept !== undefined) return settleWithout(settle(kept), out).flags
  const allowed = allowedItems(catalogue, checked.filter)
  if (checked.modalities !== undefined) keepOnlyMedia(catalogue, allowed, checked.modalities)
  for (const index of out) if (index >= 0) allowed[index] = 0
  return allowed
}

interface Shown {
  readonly allowed: Uint8Array
  /** Of the candidates. */
  readonly ids: readonly string[]
  readonly signals: readonly StandardisedSignal[]
  readonly from: GoingOn | undefined
}

/** What is allowed and was no candidate yet, ranked when it is asked for. Undefined if there is nothing left. */
function followingList(
  context: RankingContext,
  request: ListRequest,
  { allowed, ids, signals, from }: Shown,
): ((firstPlace: number) => RankedList) | undefined {
  // Tries have their places near the top.
  const { rerank: steps, explore: _, ...checked } = request.checked
  const later = laterSteps(steps)
  if (later === 'none' || settledCount(allowed) === ids.length) return undefined
  return (firstPlace) => {
    const before = [...(from?.before ?? []), ...ids]
    const standards = from?.standards ?? signals
    return rankList(
      context,
      { ...request, checked: { ...checked, rerank: later, explore: undefined } },
      { firstPlace, before, standards },
    )
  }
}

/** What the person said about media holds for what is recommended, not for what they ask for. */
function constantsFor(kind: ListKind, { constants, profile, learnt }: RankingContext): ScoreConstants {
  const shipped = learnt === undefined ? {} : scoreConstantsOf(learnt)
  const all = { ...SCORE_CONSTANTS, ...shipped, ...constants }
  return kind === 'recommend' ? steeredConstants(all, profile) : all
}

/** What the publisher's tables find, where the person has a say in the list. */
function likely({ learnt, catalogue, profile }: RankingContext, { personalise }: CheckedOptions) {
  if (learnt === undefined || personalise === 0) return {}
  const sources = [learnt.itemWeights, learnt.factors].filter((table) => table !== undefined).length
  const find = (allowed: Uint8Array, most: number) => learntCandidates({ learnt, catalogue, profile, allowed, most })
  return { likely: { sources, find } }
}

/** Takes every item out of `allowed` that has none of these media. */
function keepOnlyMedia(catalogue: Catalogue, allowed: Uint8Array, modalities: readonly Modality[]): void {
  for (let index = 0; index < allowed.length; index += 1) {
    if (!modalities.some((modality) => catalogue.modality(modality)?.has(index))) allowed[index] = 0
  }
}

function onboardingPositions(
  { catalogue, similarities }: RankingContext,
  candidates: Int32Array,
  { modalityWeights }: ScoreConstants,
): number[] {
  const allowed = new Uint8Array(catalogue.extent)
  for (const index of candidates) allowed[index] = 1
  const positions = new Map(Array.from(candidates, (index, position) => [index, position]))
  const picks = onboardingPicks(
    { catalogue, similarities, allowed, modalityWeights, force: FIRST_LIST_FORCE },
    ONBOARDING_PLACES,
  )
  return picks.flatMap((index) => positions.get(index) ?? [])
}
