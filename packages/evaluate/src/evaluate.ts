import { type Check, type CheckContext, findRun } from './checks/check.js'
import { dislikeChecks } from './checks/dislikes.js'
import { diversityChecks } from './checks/diversity.js'
import { missingModalityChecks } from './checks/missing-modality.js'
import { newItemChecks } from './checks/new-items.js'
import { parityChecks } from './checks/parity.js'
import { compressionChecks, spreadChecks, standingChecks } from './checks/standing.js'
import { Bootstrap } from './measure/bootstrap.js'
import { runMethods } from './measure/run.js'
import { type Result, storedRuns, summarise, withStoredRecall } from './measure/summarise.js'
import { baselines } from './methods/baselines.js'
import { pipelineMethods } from './methods/pipeline.js'
import type { Fold, Pack } from './pack/read-pack.js'

export interface Evaluation {
  readonly pack: string
  readonly results: readonly Result[]
  readonly checks: readonly Check[]
}

export interface EvaluateOptions {
  /** Seed of the bootstrap. */
  readonly seed?: number
  readonly resamples?: number
  readonly onFold?: (fold: Fold) => void
}

/** Everything that can be measured on a pack. */
export function evaluate(pack: Pack, { seed, resamples, onFold }: EvaluateOptions = {}): Evaluation {
  const { manifest } = pack
  const bootstrap = new Bootstrap(seed, resamples)
  const computed = runMethods(pack, [...pipelineMethods(), ...baselines()], onFold)
  const runs = [...computed, ...storedRuns(computed.filter(({ method }) => method === 'default'))]
  const results = runs.map((run) => {
    const standard = findRun({ runs }, 'default', run.history)
    return withStoredRecall(summarise({ manifest, bootstrap }, run, standard), manifest)
  })
  return { pack: manifest.name, results, checks: allChecks({ pack, runs, bootstrap }, results) }
}

/** Only what compares with the stored reference: lists, scores, and explanations. */
export function evaluateReference(pack: Pack): Evaluation {
  return { pack: pack.manifest.name, results: [], checks: parityChecks(pack) }
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
