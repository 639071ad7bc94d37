import { type Draft, type RerankCandidates, shownOrder, startDraft } from './draft.js'
import type { RerankStep, RerankStepKind } from './step.js'
import { applyStep } from './steps/apply-step.js'

/** What one step did to one item. */
export interface StepEffect {
  readonly kind: RerankStepKind
  /** Place before the step, from 0; undefined if an earlier step had left the item out. */
  readonly from: number | undefined
  /** Place after it; undefined if it is not in the list any more. */
  readonly to: number | undefined
  /** What the step added to the score; 0 for steps that only arrange or leave out. */
  readonly value: number
}

/** What one step did to the list. */
export interface StepReport {
  readonly kind: RerankStepKind
  /** Items whose place changed, and items it left out. */
  readonly moved: number
  readonly removed: number
  /** Bounds and pins that the candidates did not allow, in words. */
  readonly unmet: readonly string[]
}

/** A list after all steps. */
export interface Reranked {
  /** Candidates by place, best first; shorter than the candidates where steps left some out. */
  readonly order: Int32Array
  /** `[candidates]` score plus the values of all effects. */
  readonly adjusted: Float64Array
  readonly reports: readonly StepReport[]
  /** Candidates that were pinned. */
  readonly pinned: ReadonlySet<number>
  /** Chance with which each candidate was dealt its exploring place. */
  readonly explored: ReadonlyMap<number, number>
  /** What each step did to candidate `j`, in the order of the steps. */
  effects(j: number): StepEffect[]
}

interface Stage {
  readonly step: RerankStep
  /** `[candidates]`, -1 for what is not in the list. */
  readonly before: Int32Array
  readonly after: Int32Array
  readonly adjustedBefore: Float64Array
  readonly adjustedAfter: Float64Array
  readonly unmet: readonly string[]
}

/**
 * Applies steps one after another, in the order given, and keeps what each of them did to every candidate.
 * Check steps that come from outside with `checkSteps` first.
 * @throws `invalid-argument` if pins alone exceed a cap.
 */
export function rerank(candidates: RerankCandidates, steps: readonly RerankStep[]): Reranked {
  const count = candidates.scores.length
  const stages: Stage[] = []
  let draft: Draft = startDraft(candidates)
  let before = placesOf(draft, count)
  for (const step of steps) {
    const next = applyStep(draft, step)
    const after = placesOf(next, count)
    const unmet = next.unmet.slice(draft.unmet.length)
    stages.push({ step, before, after, adjustedBefore: draft.adjusted, adjustedAfter: next.adjusted, unmet })
    before = after
    draft = next
  }
  return {
    order: shownOrder(draft),
    adjusted: draft.adjusted,
    reports: stages.map(reportOf),
    pinned: new Set(draft.pins.values()),
    explored: draft.explored,
    effects: (j) => stages.map((stage) => effectOf(stage, j)),
  }
}

function placesOf(draft: Draft, count: number): Int32Array {
  const places = new Int32Array(count).fill(-1)
  shownOrder(draft).forEach((j, place) => {
    places[j] = place
  })
  return places
}

function effectOf({ step, before, after, adjustedBefore, adjustedAfter }: Stage, j: number): StepEffect {
  return {
    kind: step.kind,
    from: placeOrNone(before[j]),
    to: placeOrNone(after[j]),
    value: (adjustedAfter[j] ?? 0) - (adjustedBefore[j] ?? 0),
  }
}

function placeOrNone(place: number | undefined): number | undefined {
  return place === undefined || place < 0 ? undefined : place
}

function reportOf({ step, before, after, unmet }: Stage): StepReport {
  let [moved, removed] = [0, 0]
  for (let j = 0; j < before.length; j += 1) {
    if (before[j] === after[j]) continue
    if (after[j] === -1) removed += 1
    else moved += 1
  }
  return { kind: step.kind, moved, removed, unmet }
}
