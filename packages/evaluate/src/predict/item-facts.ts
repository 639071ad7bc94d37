import type { PredictionArtefacts } from '@locavore/core'
import type { Fold, Pack } from '../pack/read-pack.js'

/** What the ratings of other people say about every item, as a publisher would ship it. */
export interface ItemFacts {
  /** Mean of all ratings. */
  readonly meanRating: number
  readonly likeRate: number
  readonly dislikeRate: number
  /** `[items]` mean rating, not shrunken; the mean of all where there is none. */
  readonly itemMean: Float64Array
  /** `[items]` part of the ratings that are likes, and that are dislikes, shrunken as below. */
  readonly itemLikeRate: Float64Array
  readonly itemDislikeRate: Float64Array
  readonly artefacts: PredictionArtefacts
}

/** Ratings of an item at which its own mean counts half. */
const HALF_COUNT = 5

/** Facts from the histories of everyone who is not tested in this fold. */
export function itemFacts(pack: Pack, own: Fold): ItemFacts {
  const items = pack.manifest.itemCount
  const [sums, counts, likes, dislikes] = Array.from({ length: 4 }, () => new Float64Array(items)) as Four
  const { likeThreshold = Infinity, dislikeThreshold = -Infinity } = pack.manifest
  for (const fold of pack.folds) {
    if (fold === own && pack.folds.length > 1) continue
    for (const { seen, ratings } of fold.people) {
      ratings.forEach((rating, k) => {
        const item = seen[k] as number
        if (Number.isNaN(rating)) return
        add(sums, item, rating)
        add(counts, item, 1)
        if (rating >= likeThreshold) add(likes, item, 1)
        if (rating <= dislikeThreshold) add(dislikes, item, 1)
      })
    }
  }
  const total = Math.max(1, sumOf(counts))
  const rate = (of: Float64Array) => {
    const mean = sumOf(of) / total
    return { mean, byItem: of.map((sum, k) => (sum + HALF_COUNT * mean) / ((counts[k] as number) + HALF_COUNT)) }
  }
  const [rating, like, dislike] = [rate(sums), rate(likes), rate(dislikes)]
  const quality = rating.byItem.map((value) => value - rating.mean)
  return {
    meanRating: rating.mean,
    likeRate: like.mean,
    dislikeRate: dislike.mean,
    itemMean: sums.map((sum, k) => (counts[k] === 0 ? rating.mean : sum / (counts[k] as number))),
    itemLikeRate: like.byItem,
    itemDislikeRate: dislike.byItem,
    artefacts: { ...own.artefacts, quality, likeRate: like.byItem },
  }
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array]

function add(to: Float64Array, item: number, value: number): void {
  to[item] = (to[item] as number) + value
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}
