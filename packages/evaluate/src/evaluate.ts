import { biasSections } from './bias/bias.js'
import { type Check, type CheckContext, findRun } from './checks/check.js'
import { dislikeChecks } from './checks/dislikes.js'
import { diversityChecks } from './checks/diversity.js'
import { missingModalityChecks } from './checks/missing-modality.js'
import { newItemChecks } from './checks/new-items.js'
import { parityChecks } from './checks/parity.js'
import { compressionChecks, spreadChecks, standingChecks } from './checks/standing.js'
import { coldStartSection } from './cold-start/cold-start.js'
import { Bootstrap } from './measure/bootstrap.js'
import { runMethods } from './measure/run.js'
import { type Result, storedMeans, storedRuns, summarise, withStoredRecall } from './measure/summarise.js'
import { baselines } from './methods/baselines.js'
import { pipelineMethods } from './methods/pipeline.js'
import type { Fold, Pack } from './pack/read-pack.js'
import { predictionSection } from './predict/prediction.js'
import type { Section } from './report/section.js'
import { stabilitySection } from './stability/stability.js'

export interface Evaluation {
  readonly pack: string
  readonly results: readonly Result[]
  /** What else is measured, in tables of its own. */
  readonly sections: readonly Section[]
  readonly checks: readonly Check[]
}

/** Parts of an evaluation that can be asked for alone. */
export const EVALUATION_PARTS = ['ranking', 'prediction', 'cold-start', 'stability', 'bias'] as const

export type EvaluationPart = (typeof EVALUATION_PARTS)[number]

export interface EvaluateOptions {
  /** Seed of the bootstrap. */
  readonly seed?: number
  readonly resamples?: number
  /** Default: all. */
  readonly parts?: readonly EvaluationPart[]
  readonly onFold?: (fold: Fold) => void
}

/** Everything that can be measured on a pack, or the parts that are asked for. */
export function evaluate(pack: Pack, options: EvaluateOptions = {}): Evaluation {
  const { seed, resamples, parts = EVALUATION_PARTS } = options
  const bootstrap = new Bootstrap(seed, resamples)
  const { results, checks } = parts.includes('ranking')
    ? ranking(pack, bootstrap, options)
    : { results: [], checks: [] }
  const sections = parts.flatMap((part) => sectionsOf(part, pack, bootstrap) ?? [])
  const all = [...checks, ...sections.flatMap((section) => section.checks)]
  return { pack: pack.manifest.name, results, sections, checks: all }
}

function ranking(pack: Pack, bootstrap: Bootstrap, { onFold }: EvaluateOptions) {
  const { manifest } = pack
  const computed = runMethods(pack, [...pipelineMethods(), ...baselines()], onFold)
  const standards = computed.filter(({ method }) => method === 'default')
  const runs = [...computed, ...storedRuns(standards, computed)]
  const measured = runs.map((run) => {
    const standard = findRun({ runs }, 'default', run.history)
    return withStoredRecall(summarise({ manifest, bootstrap }, run, standard), manifest)
  })
  const results = [...measured, ...storedMeans(standards, measured, manifest)]
  return { results, checks: allChecks({ pack, runs, bootstrap }, results) }
}

function sectionsOf(part: EvaluationPart, pack: Pack, bootstrap: Bootstrap): Section | readonly Section[] | undefined {
  if (part === 'prediction') return predictionSection(pack, bootstrap)
  if (part === 'cold-start') return coldStartSection(pack, bootstrap)
  if (part === 'bias') return biasSections(pack, bootstrap)
  return part === 'stability' ? stabilitySection(pack, bootstrap) : undefined
}

/** Only what compares with the stored reference: lists, scores, and explanations. */
export function evaluateReference(pack: Pack): Evaluation {
  return { pack: pack.manifest.name, results: [], sections: [], checks: parityChecks(pack) }
}

function allChecks(context: CheckContext, results: readonly Result[]): Check[] {
  const { coverage20, gini20 } =
    results.find(({ method, history }) => method === 'default' && history === 'all')?.metrics ?? {}
  const spread =
    coverage20 === undefined || gini20 === undefined
      ? []
      : spreadChecks(context, { coverage20: coverage20.mean, gini20: gini20.mean })
  return [
    ...parityChecks(context.pack),
    ...standingChecks(context),
    ...newItemChecks(context),
    ...compressionChecks(context),
    ...missingModalityChecks(context),
    ...diversityChecks(context),
    ...spread,
    ...dislikeChecks(context),
  ]
}
