import {
  examination,
  type Interaction,
  isChoice,
  type Outcome,
  PersonFeatures,
  PIPELINE_CONSTANTS,
  PREDICTION_HEADS,
  type PredictionHead,
  Predictor,
  type Showing,
  showings,
} from '@locavore/core'
import type { PredictedItem, PredictionReport } from '../../shared/protocol.js'
import { itemSimilarity, type Likeness } from './item-similarity.js'

/** What was shown last and is learnt from; older showings say little about today. */
const MOST_SHOWINGS = 2_000
/** Items shown last that others are compared with, beside all that were judged: a comparison costs as much as a vector is long. */
const MOST_COMPARED = 500
/** With fewer examples of what happened, or of what did not, a chance would be a guess. */
const FEWEST_OF_EACH = 5
const FEWEST_EXAMPLES = 30
const FEWEST_RATINGS = 10
/** Ratings run from 1 to 5; the heads predict how far above the middle one lies. */
const MIDDLE_RATING = 3

interface Counts {
  readonly happened: number
  readonly examples: number
}

/** What became of everything that was shown to a person, and what that says about other items. */
export class Predictions {
  readonly #likeness: Likeness
  readonly #predictor = new Predictor()
  readonly #features: PersonFeatures
  readonly #judged = new Set<number>()
  /** The last of what was shown, oldest first. */
  readonly #recent = new Set<number>()
  /** `[items]`: similarity of the item asked about to all it is compared with; 0 to all others. */
  readonly #row: Float32Array
  readonly #counts = new Map<PredictionHead, Counts>()
  #shown = 0

  /** @param log of one mode, oldest first. */
  constructor(likeness: Likeness, log: readonly Interaction[]) {
    this.#likeness = likeness
    this.#row = new Float32Array(likeness.catalogue.extent)
    this.#features = new PersonFeatures(this.#artefacts(), PIPELINE_CONSTANTS)
    const ratings = ratingsIn(log)
    // What was shown together was judged later than all of it was shown.
    for (const together of listsOf(showings(log).slice(-MOST_SHOWINGS))) this.#learn(together, ratings)
  }

  /** @throws `unknown-item` */
  of(itemIds: readonly string[]): PredictionReport {
    const unknown = PREDICTION_HEADS.filter((head) => !this.#knows(head))
    return {
      evidence: {
        shown: this.#shown,
        opened: this.#counts.get('click')?.happened ?? 0,
        judged: this.#counts.get('rating')?.examples ?? 0,
      },
      unknown,
      items: itemIds.map((itemId) => this.#predict(itemId, unknown)),
    }
  }

  #predict(itemId: string, unknown: readonly PredictionHead[]): PredictedItem {
    const features = this.#features.of(this.#likeness.catalogue.require(itemId))
    const chances = this.#predictor.predict(features)
    const known = PREDICTION_HEADS.filter((head) => !unknown.includes(head)).map((head) => [
      head,
      head === 'rating' ? Math.min(5, Math.max(1, MIDDLE_RATING + chances.rating)) : chances[head],
    ])
    return { itemId, ...Object.fromEntries(known) }
  }

  #knows(head: PredictionHead): boolean {
    const { happened, examples } = this.#counts.get(head) ?? { happened: 0, examples: 0 }
    if (head === 'rating') return examples >= FEWEST_RATINGS
    return examples >= FEWEST_EXAMPLES && Math.min(happened, examples - happened) >= FEWEST_OF_EACH
  }

  #learn(together: readonly Showing[], ratings: ReadonlyMap<string, number>): void {
    const { catalogue } = this.#likeness
    const examples = together.flatMap(({ itemId, position, outcome }) => {
      const item = catalogue.indexOf(itemId)
      if (item === undefined) return []
      const rating = outcome.like === undefined ? undefined : (ratings.get(itemId) ?? MIDDLE_RATING)
      const features = this.#features.of(item)
      const looked = examination(position)
      const known = rating === undefined ? outcome : { ...outcome, rating: rating - MIDDLE_RATING }
      return [{ item, features, looked, outcome: known }]
    })
    for (const { item, features, looked, outcome } of examples) {
      this.#shown += 1
      this.#predictor.learn(features, outcome, looked)
      this.#count(outcome)
      this.#remember(item)
      this.#features.show({ item, looked, opened: outcome.click === 1 })
      if (outcome.like === undefined) continue
      this.#judged.add(item)
      const rating = outcome.rating === undefined ? {} : { rating: outcome.rating }
      this.#features.observe({ item, liked: outcome.like === 1, ...rating })
    }
  }

  #remember(item: number): void {
    this.#recent.delete(item)
    this.#recent.add(item)
    if (this.#recent.size <= MOST_COMPARED) return
    const [oldest = item] = this.#recent
    this.#recent.delete(oldest)
    if (!this.#judged.has(oldest)) this.#row[oldest] = 0
  }

  #count(outcome: Outcome): void {
    for (const head of PREDICTION_HEADS) {
      const value = outcome[head]
      if (value === undefined) continue
      const { happened, examples } = this.#counts.get(head) ?? { happened: 0, examples: 0 }
      this.#counts.set(head, { happened: happened + (head === 'rating' ? 0 : value), examples: examples + 1 })
    }
  }

  /** Items are compared only with what the person judged and was shown last: whole rows would cost the size of the catalogue. */
  #artefacts() {
    const { catalogue } = this.#likeness
    const similarity = itemSimilarity(this.#likeness)
    const row = this.#row
    const cosines = (item: number) => {
      const id = catalogue.idAt(item) ?? ''
      const compare = (other: number) => {
        row[other] = similarity(id, catalogue.idAt(other) ?? '') ?? 0
      }
      for (const other of this.#recent) compare(other)
      for (const other of this.#judged) if (!this.#recent.has(other)) compare(other)
      return row
    }
    const counts = catalogue.fact('popularity')
    const logPopularity = Float32Array.from({ length: catalogue.extent }, (_, index) =>
      Math.log1p(Math.max(0, counts[index] as number)),
    )
    return { content: { count: catalogue.extent, cosines }, logPopularity }
  }
}

/** Runs of showings in one list. */
function listsOf(shown: readonly Showing[]): Showing[][] {
  const lists: Showing[][] = []
  for (const showing of shown) {
    const last = lists.at(-1)
    if (last !== undefined && showing.listId !== undefined && last[0]?.listId === showing.listId) last.push(showing)
    else lists.push([showing])
  }
  return lists
}

/**
 * What deeds would be as a rating from 1 to 5, by item: bought or saved 5, liked or shared 4, disliked 1, hidden 2; the last
 * counts. Opened and left at that is the middle.
 */
function ratingsIn(log: readonly Interaction[]): Map<string, number> {
  const ratings = new Map<string, number>()
  for (const { type, itemId } of log) {
    if (itemId === undefined) continue
    if (type === 'dislike') ratings.set(itemId, 1)
    else if (type === 'hide') ratings.set(itemId, 2)
    else if (isChoice(type) || type === 'share') ratings.set(itemId, type === 'like' || type === 'share' ? 4 : 5)
  }
  return ratings
}
