export type { Check } from './checks/check.js'
export {
  EVALUATION_PARTS,
  type EvaluateOptions,
  type Evaluation,
  type EvaluationPart,
  evaluate,
  evaluateReference,
} from './evaluate.js'
export { Bootstrap, type Estimate, RESAMPLES } from './measure/bootstrap.js'
export { ABOUT_METRICS, type MetricName } from './measure/metrics.js'
export type { Result } from './measure/summarise.js'
export type { HistoryLength, PackManifest } from './pack/manifest.js'
export { type Fold, type Pack, readPack } from './pack/read-pack.js'
export { readSafetensors, type Tensor } from './pack/safetensors.js'
export { formatSection, type Section, type SectionRow } from './report/section.js'
export { formatEvaluation } from './report/table.js'
