import type { Catalogue } from '../catalogue/catalogue.js'
import { onboardingPicks } from '../cold-start/onboarding.js'
import { allowedItems } from '../filter/compile-filter.js'
import { decayAt } from '../profile/decay.js'
import { chosenItems, type Profile, refusedItems } from '../profile/profile.js'
import { relationGraph } from '../relations/relation-graph.js'
import type { RelationSettings } from '../relations/relation-words.js'
import { rerank } from '../rerank/rerank.js'
import { retrieve } from '../retrieve/retrieve.js'
import { SCORE_CONSTANTS, type ScoreConstants } from '../score/constants.js'
import { type CentredQuery, centreQueries, type QueryEmbedding, queryFromItem } from '../score/query-similarity.js'
import { type ScoreInput, score } from '../score/score.js'
import type { WeightedWords } from '../score/word-taste.js'
import { fusedSimilarity } from '../similarity/fused-similarity.js'
import type { SimilarityCache } from '../similarity/similarity-cache.js'
import { similarityRows } from '../similarity/similarity-rows.js'
import type { Modality } from '../types.js'
import {
  type CheckedOptions,
  checkOptions,
  type ListKind,
  type RecommendRankOptions,
  type RelatedRankOptions,
  type SearchRankOptions,
} from './options.js'
import { RankedList } from './ranked-list.js'
import { rerankCandidates } from './rerank-candidates.js'

/** What every list is ranked from. */
export interface RankingContext {
  readonly catalogue: Catalogue
  readonly similarities: SimilarityCache
  readonly profile: Profile
  /** Embeddings of the profile's words, by the words; words without any are passed over. */
  readonly wordEmbeddings?: ReadonlyMap<string, readonly QueryEmbedding[]>
  /** Milliseconds since 1970, for freshness (default 0: nothing is aged). */
  readonly now?: number
  readonly constants?: Partial<ScoreConstants>
  /** How ties in the metadata are read; one object for as long as they stay the same. */
  readonly relations?: RelationSettings
  /** Items scored at most; a smaller allowed catalogue is scored whole (default 2,000). */
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
  const hidden = new Set([...chosenItems(context.profile), ...refusedItems(context.profile)])
  return rankList(context, { kind: 'recommend', checked, hidden })
}

/**
 * Items like one item, whatever the person's taste unless `personalise` says otherwise.
 * @throws `unknown-item`, `unknown-option`, `invalid-argument`
 */
export function related(context: RankingContext, itemId: string, options: RelatedRankOptions = {}): RankedList {
  const checked = checkOptions('related', options)
  const queries = queryFromItem(context.catalogue, context.catalogue.require(itemId))
  const hidden = new Set([itemId, ...refusedItems(context.profile)])
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

function rankList(context: RankingContext, request: ListRequest): RankedList {
  const { catalogue, profile, similarities, now = 0, maxCandidates = MAX_CANDIDATES } = context
  const { kind, checked, queries, askedItemId } = request
  const constants = { ...SCORE_CONSTANTS, ...context.constants }
  const allowed = allowedItems(catalogue, checked.filter)
  if (checked.modalities !== undefined) keepOnlyMedia(catalogue, allowed, checked.modalities)
  for (const id of request.hidden) {
    const index = catalogue.indexOf(id)
    if (index !== undefined) allowed[index] = 0
  }
  const askedIndex = askedItemId === undefined ? undefined : catalogue.indexOf(askedItemId)
  const graph = relationGraph(catalogue, context.relations)
  const tied = (index: number) => graph.tiesOf(index).keys()
  const asked = askedIndex === undefined ? {} : { askedIndex }
  const candidates = retrieve({ catalogue, allowed, profile, queries: queries ?? [], maxCandidates, tied, ...asked })
  const rows = similarityRows(similarities, catalogue, candidates)
  try {
    const ties = { ...(context.relations === undefined ? {} : { relations: context.relations }), ...asked }
    const input: ScoreInput = { catalogue, rows, candidates, profile, constants, now, ...ties }
    const question =
      queries === undefined
        ? { words: embeddedWords(context, constants.halfLife) }
        : { query: { queries, personalise: checked.personalise } }
    const scored = score({ ...input, ...question })
    const cold =
      kind === 'recommend' && scored.history.length === 0 && checked.diversity > 0 && checked.rerank === undefined
    const similarTo = fusedSimilarity(catalogue, similarities, constants.modalityWeights)
    const facts = { catalogue, scored, profile, similarTo, now }
    return new RankedList({
      kind,
      catalogue,
      scored,
      diversity: checked.diversity,
      similarTo,
      ...(checked.rerank === undefined ? {} : { reranked: rerank(rerankCandidates(facts), checked.rerank) }),
      onboarding: cold ? onboardingPositions(context, candidates, constants) : [],
      ...(askedItemId === undefined ? {} : { askedItemId }),
    })
  } finally {
    rows.close()
  }
}

/** Takes every item out of `allowed` that has none of these media. */
function keepOnlyMedia(catalogue: Catalogue, allowed: Uint8Array, modalities: readonly Modality[]): void {
  for (let index = 0; index < allowed.length; index += 1) {
    if (!modalities.some((modality) => catalogue.modality(modality)?.has(index))) allowed[index] = 0
  }
}

function embeddedWords({ catalogue, profile, wordEmbeddings }: RankingContext, halfLife: number): WeightedWords[] {
  if (wordEmbeddings === undefined) return []
  return profile.words.flatMap(({ words, weight, clock }) => {
    const embeddings = wordEmbeddings.get(words) ?? []
    if (embeddings.length === 0) return []
    const currentWeight = weight * decayAt(profile.clock - clock, halfLife)
    return [{ weight: currentWeight, queries: centreQueries(catalogue, embeddings) }]
  })
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
