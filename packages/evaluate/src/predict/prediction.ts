import { type Outcome, type Prediction, Predictor } from '@locavore/core'
import { check } from '../checks/check.js'
import type { Bootstrap } from '../measure/bootstrap.js'
import type { Pack } from '../pack/read-pack.js'
import type { Section, SectionRow } from '../report/section.js'
import { type Case, type FoldCases, foldCases } from './cases.js'
import type { ItemFacts } from './item-facts.js'
import { NumberTally, ProbabilityTally } from './tally.js'

/** People of each other fold whose ratings teach the starting weights, as a publisher's consenting people would. */
const TEACHERS_PER_FOLD = 80

type Answers = Readonly<Record<'rating' | 'like' | 'dislike', number>>

interface Contender {
  readonly name: string
  readonly numbers: NumberTally
  readonly likes: ProbabilityTally
  readonly dislikes: ProbabilityTally
}

/**
 * The prediction heads on recorded ratings, beside the mean of the item and the mean of everything, on the same cases.
 * Everything a head knows of a person it has learnt from that person's earlier ratings, in their order.
 */
export function predictionSection(pack: Pack, bootstrap: Bootstrap): Section | undefined {
  if (!pack.folds.some(({ people }) => people.some(({ ratings }) => ratings.some((rating) => !Number.isNaN(rating))))) {
    return undefined
  }
  const folds = pack.folds.map((fold) => foldCases(pack, fold))
  const contenders = ['heads', 'heads, untaught', 'item mean', 'mean of all'].map(contender)
  for (const fold of folds) {
    const means = folds.length > 1 ? teach(folds.filter((other) => other !== fold)) : {}
    for (const cases of fold.people) {
      const answers = [
        followed(new Predictor({ means }), cases, fold.facts),
        followed(new Predictor(), cases, fold.facts),
        cases.map(({ item }) => byItem(fold.facts, item)),
        cases.map(() => overall(fold.facts)),
      ]
      for (const [k, one] of contenders.entries()) record(one, answers[k] ?? [], cases)
    }
  }
  const cases = folds.reduce((sum, { people }) => sum + people.reduce((of, one) => of + one.length, 0), 0)
  return {
    id: 'prediction',
    title: `Predictions: ${cases} ratings, each predicted before it is learnt from`,
    rows: contenders.flatMap((one) => rowsOf(one, bootstrap)),
    checks: checksOf(contenders, bootstrap),
  }
}

function contender(name: string): Contender {
  return { name, numbers: new NumberTally(), likes: new ProbabilityTally(), dislikes: new ProbabilityTally() }
}

/** Starting weights: the same heads, led over other people one after another. */
function teach(folds: readonly FoldCases[]) {
  const teacher = new Predictor()
  for (const { people, facts } of folds) {
    for (const cases of people.slice(0, TEACHERS_PER_FOLD)) {
      for (const one of cases) teacher.learn(one.features, outcomeOf(one, facts))
    }
  }
  return teacher.means()
}

function followed(predictor: Predictor, cases: readonly Case[], facts: ItemFacts): Answers[] {
  return cases.map((one) => {
    const said: Prediction = predictor.predict(one.features)
    predictor.learn(one.features, outcomeOf(one, facts))
    return { ...said, rating: facts.meanRating + said.rating }
  })
}

function outcomeOf({ rating, liked, disliked }: Case, { meanRating }: ItemFacts): Outcome {
  return { rating: rating - meanRating, like: liked, dislike: disliked }
}

function byItem({ itemMean, itemLikeRate, itemDislikeRate }: ItemFacts, item: number): Answers {
  return { rating: itemMean[item] ?? 0, like: itemLikeRate[item] ?? 0, dislike: itemDislikeRate[item] ?? 0 }
}

function overall({ meanRating, likeRate, dislikeRate }: ItemFacts): Answers {
  return { rating: meanRating, like: likeRate, dislike: dislikeRate }
}

function record({ numbers, likes, dislikes }: Contender, answers: readonly Answers[], cases: readonly Case[]): void {
  const said = (name: keyof Answers) => answers.map((answer) => answer[name])
  numbers.person(
    said('rating'),
    cases.map(({ rating }) => rating),
  )
  likes.person(
    said('like'),
    cases.map(({ liked }) => liked),
  )
  dislikes.person(
    said('dislike'),
    cases.map(({ disliked }) => disliked),
  )
}

function rowsOf({ name, numbers, likes, dislikes }: Contender, bootstrap: Bootstrap): SectionRow[] {
  return [
    { name: `rating: ${name}`, values: numbers.estimates(bootstrap) },
    { name: `like: ${name}`, values: likes.estimates(bootstrap) },
    { name: `dislike: ${name}`, values: dislikes.estimates(bootstrap) },
  ]
}

function checksOf([heads, , ...baselines]: readonly Contender[], bootstrap: Bootstrap): Section['checks'] {
  if (heads === undefined) return []
  return baselines.flatMap((other) => [
    check(
      'P8',
      `squared error of ratings, heads / ${other.name}`,
      heads.numbers.squaredErrorTimes(other.numbers, bootstrap),
      BELOW,
    ),
    check('P8', `log-loss of likes, heads / ${other.name}`, heads.likes.lossTimes(other.likes, bootstrap), BELOW),
    check(
      'P8',
      `log-loss of dislikes, heads / ${other.name}`,
      heads.dislikes.lossTimes(other.dislikes, bootstrap),
      BELOW,
    ),
  ])
}

const BELOW = { most: 1 }
