import { PersonFeatures } from '@locavore/core'
import type { Person } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import { type ItemFacts, itemFacts } from './item-facts.js'

/** One rating, with what was known the moment before it was given. */
export interface Case {
  readonly features: Float64Array
  readonly item: number
  readonly rating: number
  readonly liked: number
  readonly disliked: number
  /** Ratings of this person before it. */
  readonly earlier: number
}

export interface FoldCases {
  readonly facts: ItemFacts
  /** `[people]`, each in the order of time. */
  readonly people: readonly (readonly Case[])[]
}

/**
 * Every rating of every history, predicted before it is learnt from (prequential evaluation: Dawid 1984). Artefacts and facts
 * about items are those of the person's own fold: learnt from other people.
 */
export function foldCases(pack: Pack, fold: Fold): FoldCases {
  const facts = itemFacts(pack, fold)
  return { facts, people: fold.people.map((person) => personCases(pack, facts, person)) }
}

function personCases({ manifest }: Pack, { artefacts, meanRating }: ItemFacts, { seen, ratings }: Person): Case[] {
  const { likeThreshold = Infinity, dislikeThreshold = -Infinity } = manifest
  const features = new PersonFeatures(artefacts, manifest.constants)
  const cases: Case[] = []
  seen.forEach((item, k) => {
    const rating = ratings[k] ?? Number.NaN
    if (Number.isNaN(rating)) return
    const liked = rating >= likeThreshold
    cases.push({
      features: features.of(item),
      item,
      rating,
      liked: Number(liked),
      disliked: Number(rating <= dislikeThreshold),
      earlier: cases.length,
    })
    features.observe({ item, liked, rating: rating - meanRating })
  })
  return cases
}
