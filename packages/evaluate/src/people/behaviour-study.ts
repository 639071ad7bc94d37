import {
  createRandom,
  examination,
  type Outcome,
  PersonFeatures,
  PIPELINE_CONSTANTS,
  PREDICTION_HEADS,
  type PredictionHead,
  Predictor,
} from '@locavore/core'
import { check } from '../checks/check.js'
import type { Bootstrap } from '../measure/bootstrap.js'
import { ProbabilityTally } from '../predict/tally.js'
import type { Section, SectionRow } from '../report/section.js'
import { drawItem, drawTastes, type World } from './world.js'

const SHOWN = 400
const LIST = 10
/** Part of a list that is of the person's own tastes. */
const OWN_PART = 0.3
/** Chances for an item of the person's taste, and for any other. */
const CHANCES = { click: [0.3, 0.06], finish: [0.7, 0.3], like: [0.6, 0.1] } as const
/** Part of what was not opened that is learnt from. */
const NEGATIVE_SHARE = 0.2

interface Showing {
  readonly features: Float64Array
  /** Place in its list, and how likely that is looked at. */
  readonly place: number
  readonly looked: number
  /** Whether it is of the person's taste. */
  readonly own: boolean
  readonly outcome: Outcome
  /** Decides which negatives are passed over. */
  readonly draw: number
}

/**
 * Clicks, finishes and likes of simulated people who look less the further down a list is: rare events, predicted before they
 * are learnt from, with all examples or with most negatives passed over, corrected for it or not.
 */
export function behaviourSection(world: World, bootstrap: Bootstrap, people: number): Section {
  const all = Array.from({ length: people }, (_, seed) => showingsOf(world, seed + 1))
  const [teachers, tested] = [all.slice(0, people / 2), all.slice(people / 2)]
  const rates = rateOf(teachers.flat())
  const contenders = [
    { name: 'all examples', learnt: 1, corrected: 1 },
    { name: 'few negatives, corrected', learnt: NEGATIVE_SHARE, corrected: NEGATIVE_SHARE },
    { name: 'few negatives, not corrected', learnt: NEGATIVE_SHARE, corrected: 1 },
  ].map((one) => ({ name: one.name, ...follow(teachers, tested, one.learnt, one.corrected) }))
  const base = { name: 'how often it happens', tallies: constant(tested, rates) }
  const heads = PREDICTION_HEADS.filter((head) => head in CHANCES)
  const area = (name: string) =>
    bootstrapOf(contenders.find((one) => one.name === name)?.tallies.get('click'), bootstrap)
  return {
    id: 'behaviour',
    title: `Behaviour: ${tested.length} simulated people, ${SHOWN} items shown to each; opened: ${(100 * (rates.get('click') ?? 0)).toFixed(1)}%`,
    rows: [
      ...[...contenders, base].flatMap(({ name, tallies }) =>
        heads.map((head) => ({ name: `${head}: ${name}`, values: bootstrapOf(tallies.get(head), bootstrap) })),
      ),
      ...reliabilityByPlace(tested, contenders[0]?.clicks ?? [], bootstrap),
    ],
    checks: ['all examples', 'few negatives, corrected'].flatMap((name) => {
      const error = area(name)['ECE']
      return error === undefined ? [] : [check('P8', `calibration error of clicks, ${name}`, error, { most: 0.02 })]
    }),
  }
}

type Tallies = Map<PredictionHead, ProbabilityTally>

function bootstrapOf(tally: ProbabilityTally | undefined, bootstrap: Bootstrap) {
  return tally?.estimates(bootstrap) ?? {}
}

function showingsOf(world: World, seed: number): Showing[] {
  const random = createRandom(seed)
  const tastes = drawTastes(world, 2, random)
  const person = new PersonFeatures(world.artefacts, PIPELINE_CONSTANTS)
  const nothing = new Set<number>()
  return Array.from({ length: SHOWN }, (_, k): Showing => {
    const item = random() < OWN_PART ? drawItem(world, tastes, nothing, random) : Math.floor(random() * world.items)
    const own = tastes.includes(world.tasteOf(item)) ? 0 : 1
    const looked = examination(k % LIST)
    const features = person.of(item)
    const clicked = random() < looked * CHANCES.click[own]
    const [finished, liked] = [random() < CHANCES.finish[own], random() < CHANCES.like[own]]
    person.show({ item, looked, opened: clicked })
    if (clicked) person.observe({ item, liked })
    const after = clicked ? { finish: Number(finished), like: Number(liked) } : {}
    const outcome = { click: Number(clicked), ...after }
    return { features, place: k % LIST, looked, own: own === 0, outcome, draw: random() }
  })
}

/** What was said of clicks beside what happened, place by place: over everything shown, and over what is of a person's taste. */
function reliabilityByPlace(
  tested: readonly Showing[][],
  clicks: readonly (readonly number[])[],
  bootstrap: Bootstrap,
): SectionRow[] {
  const mean = (counts: (showing: Showing) => boolean, value: (showing: Showing, said: number) => number) => {
    const [sums, cases] = [new Float64Array(tested.length), new Float64Array(tested.length)]
    for (const [person, showings] of tested.entries()) {
      for (const [k, showing] of showings.entries()) {
        if (!counts(showing)) continue
        cases[person] = (cases[person] as number) + 1
        sums[person] = (sums[person] as number) + value(showing, clicks[person]?.[k] ?? 0)
      }
    }
    return bootstrap.ratio(sums, cases)
  }
  const happened = ({ outcome }: Showing) => outcome.click ?? 0
  return Array.from({ length: LIST }, (_, place) => {
    const here = (showing: Showing) => showing.place === place
    const ownHere = (showing: Showing) => here(showing) && showing.own
    return {
      name: `click at place ${place + 1}`,
      values: {
        said: mean(here, (_, said) => said),
        happened: mean(here, happened),
        'said, own taste': mean(ownHere, (_, said) => said),
        'happened, own taste': mean(ownHere, happened),
      },
    }
  })
}

interface Followed {
  readonly tallies: Tallies
  /** `[people][showings]`: what was said of opening before it was learnt from. */
  readonly clicks: readonly (readonly number[])[]
}

function follow(
  teachers: readonly Showing[][],
  tested: readonly Showing[][],
  learnt: number,
  corrected: number,
): Followed {
  const learn = (predictor: Predictor, { features, looked, outcome, draw }: Showing) => {
    const { click, ...rest } = outcome
    if (click === 1 || draw < learnt) predictor.learn(features, click === undefined ? {} : { click }, looked)
    predictor.learn(features, rest)
  }
  // What is passed over is only clicks, so only clicks are corrected: by whoever learns from them, teachers too.
  const ofClicks = { negativeShare: corrected }
  const taught = { clicks: new Predictor(ofClicks), rest: new Predictor() }
  for (const showing of teachers.flat()) {
    learn(taught.clicks, showing)
    learn(taught.rest, showing)
  }
  const [clickMeans, means] = [taught.clicks.means(), taught.rest.means()]
  const tallies: Tallies = new Map(PREDICTION_HEADS.map((head) => [head, new ProbabilityTally()]))
  const clicks: number[][] = []
  for (const showings of tested) {
    const predictors = { clicks: new Predictor({ means: clickMeans, ...ofClicks }), rest: new Predictor({ means }) }
    const said = showings.map((showing) => {
      const answer = {
        ...predictors.rest.predict(showing.features),
        click: predictors.clicks.predict(showing.features, showing.looked).click,
      }
      learn(predictors.clicks, showing)
      learn(predictors.rest, showing)
      return answer
    })
    tally(tallies, showings, (k, head) => said[k]?.[head] ?? 0)
    clicks.push(said.map(({ click }) => click))
  }
  return { tallies, clicks }
}

function constant(tested: readonly Showing[][], rates: ReadonlyMap<PredictionHead, number>): Tallies {
  const tallies: Tallies = new Map(PREDICTION_HEADS.map((head) => [head, new ProbabilityTally()]))
  for (const showings of tested) tally(tallies, showings, (_, head) => rates.get(head) ?? 0)
  return tallies
}

function tally(tallies: Tallies, showings: readonly Showing[], say: (k: number, head: PredictionHead) => number): void {
  for (const [head, own] of tallies) {
    const known = showings.flatMap(({ outcome }, k) =>
      outcome[head] === undefined ? [] : [{ k, happened: outcome[head] }],
    )
    own.person(
      known.map(({ k }) => say(k, head)),
      known.map(({ happened }) => happened),
    )
  }
}

function rateOf(showings: readonly Showing[]): Map<PredictionHead, number> {
  return new Map(
    PREDICTION_HEADS.map((head) => {
      const known = showings.flatMap(({ outcome }) => outcome[head] ?? [])
      return [head, known.reduce((sum, happened) => sum + happened, 0) / Math.max(1, known.length)]
    }),
  )
}
