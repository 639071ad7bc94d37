import type { Catalogue } from '../catalogue/catalogue.js'
import { LocavoreError } from '../errors.js'
import { explanationSentence } from '../explain/describe.js'
import { CandidateParts, explainCandidate, type ScoreExplanation } from '../explain/explain.js'
import type { SentenceLanguage } from '../explain/languages/all.js'
import { FEWEST_PLACES, reasonsFor } from '../explain/reasons.js'
import { type ReadableRule, readableRules, ruleHolds } from '../explain/rules.js'
import { sayReason, templatesOf } from '../explain/sentence.js'
import { type Profile, refusedItems } from '../profile/profile.js'
import { MmrSequence } from '../rerank/mmr.js'
import type { Reranked, StepEffect, StepReport } from '../rerank/rerank.js'
import type { ScoredCandidates } from '../score/score.js'
import type { SimilarTo } from '../similarity/fused-similarity.js'
import type { Item, Reason } from '../types.js'
import { descendingOrder } from '../vector/sets/order.js'
import type { ListKind } from './options.js'

/** One place of a list. */
export interface RankedEntry {
  readonly item: Item
  readonly score: number
  /** Place in the whole list, from 0. */
  readonly position: number
  readonly reasons: readonly Reason[]
  /** With what chance it was dealt the exploring place it was given, in (0, 1]; only where an `explore` step dealt it one. */
  readonly propensity?: number
}

/** How a list speaks. */
export interface Speech {
  /** Default English. */
  readonly language?: SentenceLanguage
  /** Titles in that language, by item id; without one, the catalogue's. */
  readonly titles?: Readonly<Record<string, string>>
}

/** A rule the ranking follows, and whether it speaks for the item asked about. */
export interface ExplainedRule extends ReadableRule {
  readonly holds: boolean
  /** The rule in words. */
  readonly message: string
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
  /** What the person often chooses, where it moves this very list: those that move it most first. */
  readonly rules: readonly ExplainedRule[]
  readonly propensity?: number
}

export interface RankedListInput {
  readonly kind: ListKind
  readonly catalogue: Catalogue
  readonly scored: ScoredCandidates
  /** Of the candidates, `[candidates]`. */
  readonly ids: readonly string[]
  /** The person it was ranked for. */
  readonly profile: Profile
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
    const { scores } = input.scored
    this.kind = input.kind
    this.#input = input
    this.#firstPlace = input.firstPlace ?? 0
    this.#ids = input.ids
    this.#order = descendingOrder(scores)
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

  /** What each step of re-ranking did to the whole list, in their order; empty where none was given. */
  get steps(): readonly StepReport[] {
    return this.#input.reranked?.reports ?? []
  }

  /** With what chance a shown item was dealt its exploring place; undefined for all others. */
  propensityOf(itemId: string): number | undefined {
    const position = this.#places.get(itemId)
    const j = position === undefined ? undefined : this.#shown[position]
    return j === undefined ? undefined : this.#input.reranked?.explored.get(j)
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
   * @throws `invalid-argument` for a language that is not there.
   */
  take(limit: number, profile?: Profile, speech: Speech = {}): RankedEntry[] {
    templatesOf(speech.language ?? 'en')
    const refused = profile === undefined ? new Set<string>() : refusedItems(profile)
    const mayAppear = (j: number) =>
      this.#input.catalogue.has(this.#ids[j] as string) && !refused.has(this.#ids[j] as string)
    const shown = this.#show(limit, mayAppear)
    for (const { signal } of this.#input.scored.signals) signal.terms?.prepare?.(shown)
    const page = shown.map((j) => this.#entry(j, speech))
    if (shown.length === limit) return page
    this.#exhausted = true
    this.#following ??= this.#input.following?.(this.#firstPlace + this.#shown.length)
    return [...page, ...(this.#following?.take(limit - page.length, profile, speech) ?? [])]
  }

  /** Gives the next `most` places away, as far as there is anything left. */
  #show(most: number, mayAppear: (j: number) => boolean): number[] {
    const shown: number[] = []
    while (shown.length < most) {
      const j = this.#sequence.next(mayAppear)
      if (j === undefined) break
      this.#places.set(this.#ids[j] as string, this.#firstPlace + this.#shown.length)
      this.#shown.push(j)
      shown.push(j)
    }
    return shown
  }

  /** @throws `unknown-item` unless the item has been shown in this list; `invalid-argument` for an unknown language. */
  explain(itemId: string, speech: Speech = {}): ListExplanation {
    const position = this.#places.get(itemId)
    if (position === undefined && this.#following !== undefined) return this.#following.explain(itemId, speech)
    if (position === undefined) {
      throw new LocavoreError(
        'unknown-item',
        'The item to explain has not been shown in this list. Explain an entry of the list itself.',
      )
    }
    const j = this.#shown[position - this.#firstPlace] as number
    const rankByScore = this.#rankByScore(j)
    const parts = explainCandidate(this.#input.scored, j)
    const reasons = this.#reasons(j, speech)
    const steps = this.#steps(j, rankByScore, position)
    return {
      itemId,
      ...parts,
      rankByScore,
      position,
      steps,
      reasons,
      sentence: explanationSentence(reasons, { rankByScore, position, steps }, templatesOf(speech.language ?? 'en')),
      rules: this.#rules(itemId, speech.language),
      ...this.#propensity(j),
    }
  }

  #rules(itemId: string, language: SentenceLanguage = 'en'): ExplainedRule[] {
    const { catalogue, profile, scored } = this.#input
    const attributes = catalogue.itemAt(catalogue.indexOf(itemId) ?? -1)?.attributes
    return readableRules(catalogue, profile, scored).map((rule) => {
      const { attribute, value } = rule
      const message = sayReason({ kind: 'matches-rule', attribute, value, message: '' }, language)
      return { ...rule, holds: ruleHolds(rule, attributes), message }
    })
  }

  #propensity(j: number): { propensity?: number } {
    const propensity = this.#input.reranked?.explored.get(j)
    return propensity === undefined ? {} : { propensity }
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

  #entry(j: number, speech: Speech): RankedEntry {
    const { catalogue, scored } = this.#input
    const id = this.#ids[j] as string
    const entry = {
      item: catalogue.get(id),
      score: scored.scores[j] as number,
      position: this.#places.get(id) ?? 0,
      reasons: this.#reasons(j, speech),
    }
    const propensity = this.#input.reranked?.explored.get(j)
    return propensity === undefined ? entry : { ...entry, propensity }
  }

  #reasons(j: number, { language = 'en', titles = {} }: Speech): Reason[] {
    const { kind, catalogue, onboarding, askedItemId, titleElsewhere } = this.#input
    const placedBy = this.#placedBy(j)
    const given = {
      itemId: this.#ids[j] as string,
      kind,
      explanation: new CandidateParts(this.#input.scored, j),
      titleOf: (id: string, domain?: string) => {
        if (domain !== undefined) return titleElsewhere?.(id, domain)
        return Object.hasOwn(titles, id) ? titles[id] : catalogue.itemAt(catalogue.indexOf(id) ?? -1)?.title
      },
      templates: templatesOf(language),
      onboarding: onboarding.includes(j),
      movedUp: this.#rankByScore(j) - (this.#places.get(this.#ids[j] as string) ?? 0),
    }
    // Most items have neither, and what is written out leaves less behind than what is spread.
    if (askedItemId === undefined && placedBy === undefined) return reasonsFor(given)
    return reasonsFor({
      ...given,
      ...(askedItemId === undefined ? {} : { askedItemId }),
      ...(placedBy === undefined ? {} : { placedBy }),
    })
  }

  #rankByScore(j: number): number {
    return this.#firstPlace + this.#order.indexOf(j)
  }

  /** A pin is a reason by itself, a try if it moved the item up, a boost only if it moved it far. */
  #placedBy(j: number): 'pinned' | 'boosted' | 'explored' | undefined {
    const { reranked } = this.#input
    if (reranked === undefined) return undefined
    if (reranked.pinned.has(j)) return 'pinned'
    const effects = reranked.effects(j)
    const tried = ({ kind, from = 0, to = 0 }: StepEffect) => kind === 'explore' && from > to
    if (reranked.explored.has(j) && effects.some(tried)) return 'explored'
    const raised = ({ kind, from = 0, to = 0, value }: StepEffect) =>
      kind === 'boost' && value > 0 && from - to >= FEWEST_PLACES
    return effects.some(raised) ? 'boosted' : undefined
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
