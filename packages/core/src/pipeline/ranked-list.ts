import type { Catalogue } from '../catalogue/catalogue.js'
import { LocavoreError } from '../errors.js'
import { explanationSentence } from '../explain/describe.js'
import { explainCandidate, type ScoreExplanation } from '../explain/explain.js'
import { en } from '../explain/languages/latin/en.js'
import { FEWEST_PLACES, reasonsFor } from '../explain/reasons.js'
import { type Profile, refusedItems } from '../profile/profile.js'
import { MmrSequence } from '../rerank/mmr.js'
import type { Reranked, StepEffect } from '../rerank/rerank.js'
import type { ScoredCandidates } from '../score/score.js'
import type { SimilarTo } from '../similarity/fused-similarity.js'
import type { Item, Reason } from '../types.js'
import type { ListKind } from './options.js'

/** One place of a list. */
export interface RankedEntry {
  readonly item: Item
  readonly score: number
  /** Place in the whole list, from 0. */
  readonly position: number
  readonly reasons: readonly Reason[]
}

/** Why one item of a list is where it is. Matches `Explanation` of the public API. */
export interface ListExplanation extends ScoreExplanation {
  readonly itemId: string
  /** Place by score alone, from 0. */
  readonly rankByScore: number
  readonly position: number
  /** What each step of re-ranking did to its place and its score, in their order. */
  readonly steps: readonly StepEffect[]
  readonly reasons: readonly Reason[]
  readonly sentence: string
}

export interface RankedListInput {
  readonly kind: ListKind
  readonly catalogue: Catalogue
  readonly scored: ScoredCandidates
  readonly diversity: number
  /** Similarity of one item to others, both by index. */
  readonly similarTo: SimilarTo
  /** Candidate positions that open the list for a new person. */
  readonly onboarding: readonly number[]
  /** The list after steps of re-ranking; without it, `diversity` and `onboarding` arrange it. */
  readonly reranked?: Reranked
  /** Titles of items of other catalogues. */
  readonly titleElsewhere?: (itemId: string, domain: string) => string | undefined
  /** `related`: the item asked with. */
  readonly askedItemId?: string
  /** Places before the first of this list, where it goes on from another (default 0). */
  readonly firstPlace?: number
  /** Ranks what comes after these candidates, once they have all been shown. Absent: nothing does. */
  readonly following?: (firstPlace: number) => RankedList
}

/**
 * A list that has been ranked once and is shown page by page. It keeps its scores and their parts, so pages neither
 * repeat nor change when the profile does, and every explanation is of the list that was shown.
 */
export class RankedList {
  readonly kind: ListKind
  readonly #input: RankedListInput
  readonly #ids: readonly string[]
  readonly #order: Int32Array
  readonly #sequence: Pick<MmrSequence, 'next'>
  /** Candidate by place. */
  readonly #shown: number[] = []
  readonly #places = new Map<string, number>()
  readonly #firstPlace: number
  #exhausted = false
  #following: RankedList | undefined

  constructor(input: RankedListInput) {
    const { scores, candidates } = input.scored
    this.kind = input.kind
    this.#input = input
    this.#firstPlace = input.firstPlace ?? 0
    this.#ids = Array.from(candidates, (index) => input.catalogue.idAt(index) ?? '')
    this.#order = Int32Array.from(candidates, (_, j) => j).sort(
      (a, b) => (scores[b] as number) - (scores[a] as number) || a - b,
    )
    this.#sequence = input.reranked === undefined ? this.#mmr(input) : inOrder(input.reranked.order)
  }

  #mmr({ scored: { scores, candidates }, ...input }: RankedListInput): MmrSequence {
    return new MmrSequence({
      order: this.#order,
      scores,
      similarTo: (placed) => {
        const similarity = input.similarTo(candidates[placed] as number)
        return (other) => similarity(candidates[other] as number)
      },
      diversity: input.diversity,
      first: input.onboarding,
    })
  }

  /** Items shown so far. */
  get count(): number {
    return this.#shown.length + (this.#following?.count ?? 0)
  }

  /** False once every item has appeared. True may still be followed by an empty page, if items were removed since. */
  get hasMore(): boolean {
    if (!this.#exhausted && this.#shown.length < this.#ids.length) return true
    return this.#following?.hasMore ?? this.#input.following !== undefined
  }

  /**
   * The next places of the list. Items that have left the catalogue since, or that `profile` now refuses, are passed over.
   * @param limit 1 or more.
   */
  take(limit: number, profile?: Profile): RankedEntry[] {
    const refused = profile === undefined ? new Set<string>() : refusedItems(profile)
    const mayAppear = (j: number) =>
      this.#input.catalogue.has(this.#ids[j] as string) && !refused.has(this.#ids[j] as string)
    const page: RankedEntry[] = []
    while (page.length < limit) {
      const j = this.#sequence.next(mayAppear)
      if (j === undefined) {
        this.#exhausted = true
        this.#following ??= this.#input.following?.(this.#firstPlace + this.#shown.length)
        return this.#following === undefined ? page : [...page, ...this.#following.take(limit - page.length, profile)]
      }
      this.#places.set(this.#ids[j] as string, this.#firstPlace + this.#shown.length)
      this.#shown.push(j)
      page.push(this.#entry(j))
    }
    return page
  }

  /** @throws `unknown-item` unless the item has been shown in this list. */
  explain(itemId: string): ListExplanation {
    const position = this.#places.get(itemId)
    if (position === undefined && this.#following !== undefined) return this.#following.explain(itemId)
    if (position === undefined) {
      throw new LocavoreError(
        'unknown-item',
        'The item to explain has not been shown in this list. Explain an entry of the list itself.',
      )
    }
    const j = this.#shown[position - this.#firstPlace] as number
    const rankByScore = this.#rankByScore(j)
    const parts = explainCandidate(this.#input.scored, j)
    const reasons = this.#reasons(j, parts)
    const steps = this.#steps(j, rankByScore, position)
    return {
      itemId,
      ...parts,
      rankByScore,
      position,
      steps,
      reasons,
      sentence: explanationSentence(reasons, { rankByScore, position, steps }, en),
    }
  }

  /** Items that left the catalogue, or were refused, since the list was made have moved the others up. */
  #steps(j: number, rankByScore: number, position: number): StepEffect[] {
    const { reranked, diversity } = this.#input
    if (reranked !== undefined) return reranked.effects(j).map((effect) => this.#inWholeList(effect))
    return diversity === 0 ? [] : [{ kind: 'mmr', from: rankByScore, to: position, value: 0 }]
  }

  #inWholeList(effect: StepEffect): StepEffect {
    const { from, to } = effect
    return {
      ...effect,
      ...(from === undefined ? {} : { from: from + this.#firstPlace }),
      ...(to === undefined ? {} : { to: to + this.#firstPlace }),
    }
  }

  #entry(j: number): RankedEntry {
    const { catalogue, scored } = this.#input
    const id = this.#ids[j] as string
    return {
      item: catalogue.get(id),
      score: scored.scores[j] as number,
      position: this.#places.get(id) ?? 0,
      reasons: this.#reasons(j, explainCandidate(this.#input.scored, j)),
    }
  }

  #reasons(j: number, explanation: ScoreExplanation): Reason[] {
    const { kind, catalogue, onboarding, askedItemId, titleElsewhere } = this.#input
    const placedBy = this.#placedBy(j)
    return reasonsFor({
      itemId: this.#ids[j] as string,
      kind,
      explanation,
      titleOf: (id, domain) =>
        domain === undefined ? catalogue.itemAt(catalogue.indexOf(id) ?? -1)?.title : titleElsewhere?.(id, domain),
      onboarding: onboarding.includes(j),
      movedUp: this.#rankByScore(j) - (this.#places.get(this.#ids[j] as string) ?? 0),
      ...(askedItemId === undefined ? {} : { askedItemId }),
      ...(placedBy === undefined ? {} : { placedBy }),
    })
  }

  #rankByScore(j: number): number {
    return this.#firstPlace + this.#order.indexOf(j)
  }

  /** A pin is a reason by itself, a boost only if it has moved the item far. */
  #placedBy(j: number): 'pinned' | 'boosted' | undefined {
    const { reranked } = this.#input
    if (reranked === undefined) return undefined
    if (reranked.pinned.has(j)) return 'pinned'
    const raised = ({ kind, from = 0, to = 0, value }: StepEffect) =>
      kind === 'boost' && value > 0 && from - to >= FEWEST_PLACES
    return reranked.effects(j).some(raised) ? 'boosted' : undefined
  }
}

function inOrder(order: Int32Array): Pick<MmrSequence, 'next'> {
  let place = 0
  return {
    next(mayAppear = () => true) {
      while (place < order.length) {
        const position = order[place] as number
        place += 1
        if (mayAppear(position)) return position
      }
      return undefined
    },
  }
}
