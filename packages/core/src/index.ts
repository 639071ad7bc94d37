export { type ContentMap, mapContent } from './artefacts/content-map.js'
export { type ContentSimilarity, ContentTable } from './artefacts/content-table.js'
export { type FactorSource, ItemFactors, type ItemFactorsInput } from './artefacts/item-factors.js'
export { ItemWeights, type ItemWeightsInput } from './artefacts/item-weights.js'
export { type BacktestCase, type BacktestCasesOptions, backtestCases, logBefore } from './backtest/backtest-cases.js'
export {
  type BacktestEstimate,
  type BacktestFigures,
  type BacktestReport,
  type BacktestScore,
  backtestReport,
  FEWEST_CASES,
  type TooLittleToSay,
} from './backtest/backtest-report.js'
export { type ReplayedCase, replayCase } from './backtest/replay-case.js'
export { Catalogue, type CatalogueOptions, type Embeddings } from './catalogue/catalogue.js'
export { checkItem, checkItemId, ITEM_LIMITS } from './catalogue/item.js'
export type { AttributeColumn, AttributeFact } from './catalogue/items/attribute-columns.js'
export type { IdNumbers } from './catalogue/items/id-index.js'
export type { ItemFact, ItemRows, RarePart } from './catalogue/items/item-rows.js'
export { ItemTable, type ItemTableOptions, type TableNumbers } from './catalogue/items/item-table.js'
export { FEWEST_ROWS_FOR_A_MEAN, LARGEST_SCANNED, ModalityIndex } from './catalogue/modality-index.js'
export { blendNewItem, HALF_LEARNT } from './cold-start/new-item.js'
export { type OnboardingInput, onboardingPicks } from './cold-start/onboarding.js'
export { HALF_SEGMENT, type Segment, withSegment } from './cold-start/segment-prior.js'
export { PICK_POOL, type SpreadPicksInput, spreadPicks } from './cold-start/spread-picks.js'
export { type ContentSignalInput, contentSignal } from './collaborative/content-signal.js'
export { type FoldedPerson, type FoldInInput, foldIn } from './collaborative/fold-in.js'
export {
  type ItemHistory,
  type LikedHistoryOptions,
  likedHistory,
  type ProfileHistoryOptions,
  profileHistory,
} from './collaborative/item-history.js'
export { type NeighbourSignalInput, neighbourSignal } from './collaborative/neighbour-signal.js'
export { PIPELINE_CONSTANTS, type PipelineConstants, pipelineConstants } from './collaborative/pipeline-constants.js'
export { type ArtefactScoreInput, type Artefacts, scoreArtefacts } from './collaborative/score-artefacts.js'
export { type ContextEffect, type InContextInput, inContext } from './context/in-context.js'
export { timeContext } from './context/time-context.js'
export {
  type Domain,
  type ElsewhereEvidence,
  type ElsewhereVector,
  fromElsewhere,
  MOST_ELSEWHERE,
} from './domains/elsewhere.js'
export { type Anchors, type FitOptions, type FittedMap, fitSpaceMap } from './domains/fit-space-map.js'
export {
  checkSpaceMap,
  type ModalityMap,
  mapCentred,
  type SpaceMap,
  spaceMapFromJson,
  spaceMapToJson,
} from './domains/space-map.js'
export {
  ERROR_CODES,
  type ErrorCode,
  type ErrorDetails,
  type ErrorRecord,
  LocavoreError,
  toLocavoreError,
} from './errors.js'
export { type Concept, type ConceptStrength, conceptStrengths } from './explain/concepts.js'
export {
  type Counterfactual,
  type CounterfactualInput,
  type CounterfactualSearch,
  counterfactual,
  counterfactualSearch,
  type NoCounterfactual,
  type RankedAgain,
} from './explain/counterfactual.js'
export type { Placement } from './explain/describe.js'
export { explainCandidate, type ScoreExplanation } from './explain/explain.js'
export { SENTENCE_LANGUAGES, type SentenceLanguage } from './explain/languages/all.js'
export { type ReadableRule, readableRules, ruleHolds } from './explain/rules.js'
export { sayCounterfactual, sayExplanation, sayReason } from './explain/sentence.js'
export { type ExploredPlace, type ExploreInput, exploreList } from './explore/explore-list.js'
export { LinearPosterior, type PosteriorOptions } from './explore/linear-posterior.js'
export { type TasteExplorer, type TasteExplorerInput, tasteExplorer } from './explore/taste-explorer.js'
export { type Dealt, deal, type ThompsonOptions, thompsonPropensities } from './explore/thompson.js'
export { allowedItems, type CompiledFilter, compileFilter } from './filter/compile-filter.js'
export { FUSION_METHODS, type FusionMethod, fuse } from './fuse/fuse.js'
export { type GateOptions, gatedFusion, mediaGates } from './fuse/gate.js'
export type { Fused, FusionInput, MediumAffinity } from './fuse/media.js'
export type {
  FactorMatrix,
  Kernels,
  RetrievalKernels,
  RetrievalScanner,
  SearchOptions,
  SearchReport,
  SearchResult,
  VectorScanner,
} from './kernels.js'
export { Learnt, type LearntInput } from './learnt/learnt.js'
export { MappedContent, type MappedContentInput } from './learnt/mapped-content.js'
export {
  areaUnderCurve,
  averagePrecisionAt,
  f1At,
  hitRateAt,
  ndcgAt,
  precisionAt,
  recallAt,
  reciprocalRank,
} from './metrics/accuracy.js'
export { labelShares, miscalibration, novelty, serendipityAt } from './metrics/beyond-accuracy.js'
export { coverage, gini, giniOfCounts, intraListDiversity } from './metrics/list-quality.js'
export {
  CALIBRATION_BINS,
  calibrationBin,
  calibrationError,
  logLoss,
  meanAbsoluteError,
  rootMeanSquaredError,
  surprise,
} from './metrics/prediction.js'
export { PERSISTENCE, rankBiasedOverlap } from './metrics/rank-biased-overlap.js'
export {
  checkLimit,
  type ExploreOptions,
  LARGEST_LIMIT,
  type ListKind,
  type RankOptions,
  type RecommendRankOptions,
  type RelatedRankOptions,
  type SearchRankOptions,
} from './pipeline/options.js'
export { type RankingContext, recommend, related, search } from './pipeline/rank.js'
export {
  type ExplainedRule,
  type ListExplanation,
  type RankedEntry,
  RankedList,
  type Speech,
} from './pipeline/ranked-list.js'
export { type ChangeInput, changeSearch, whatWouldChange } from './pipeline/what-would-change.js'
export { type HeadPrior, LinearHead, LogisticHead } from './predict/bayesian-head.js'
export {
  type Observation,
  PersonFeatures,
  PREDICTION_FEATURES,
  type PredictionArtefacts,
  type ShownItem,
} from './predict/person-features.js'
export {
  type Outcome,
  PREDICTION_HEADS,
  type Prediction,
  type PredictionHead,
  Predictor,
  type PredictorOptions,
} from './predict/predictor.js'
export { OPEN_FOR, type Showing, showings } from './predict/showings.js'
export { clockStep, currentWeights, decayAt, HALF_LIFE, type WeightedEvidence, weighEvidence } from './profile/decay.js'
export { type Exposure, examination, type ListOutcome, MOST_LISTS } from './profile/fold/exposures.js'
export { LearntTaste, type LearntTasteOptions } from './profile/fold/learnt-taste.js'
export { PersonFold } from './profile/fold/person-fold.js'
export type { EvidenceChange } from './profile/fold/profile-draft.js'
export { MOST_EDITS, MOST_SETTINGS, MOST_WORDS } from './profile/fold/steering-draft.js'
export { checkContext, checkInteraction, checkMode } from './profile/interaction.js'
export {
  FULL_DWELL,
  HALF_PLAY,
  INTERACTION_WEIGHTS,
  interactionWeight,
  isChoice,
  isRefusal,
  SHORTEST_DWELL,
} from './profile/interaction-weights.js'
export { type Interest, interests } from './profile/interests.js'
export {
  chosenItems,
  type Evidence,
  emptyProfile,
  foldInteraction,
  foldInteractions,
  itemsOfType,
  type Profile,
  refusedItems,
  replay,
  type Setting,
  type TasteEditEntry,
  type WordEvidence,
} from './profile/profile.js'
export { profileFromBytes, profileToBytes } from './profile/profile-bytes.js'
export { readingTime } from './profile/reading-time.js'
export { mergeEdits, splitEdit } from './profile/tastes/plan-edits.js'
export {
  describeTaste,
  MOST_TASTE_ITEMS,
  onlyTaste,
  TASTE_THRESHOLD,
  type Taste,
  type TasteEdit,
  type TastesInput,
  tastes,
  withoutMuted,
} from './profile/tastes/tastes.js'
export { createRandom, gaussian, type Random } from './random.js'
export { LARGEST_GROUP, RelationGraph, relationGraph, type Tie } from './relations/relation-graph.js'
export { type RelationSignalInput, relationSignal, type TiedFrom } from './relations/relation-signal.js'
export {
  checkRelationSettings,
  isRelationWord,
  OTHER_RELATION_WEIGHT,
  RELATION_WEIGHTS,
  RELATION_WORDS,
  type RelationSettings,
  type RelationWord,
  relationWeight,
} from './relations/relation-words.js'
export { checkSteps } from './rerank/check-steps.js'
export type { RerankCandidates } from './rerank/draft.js'
export { type DppInput, greedyDpp } from './rerank/greedy-dpp.js'
export { type MmrInput, MmrSequence, redundancyWeight } from './rerank/mmr.js'
export { type Reranked, rerank, type StepEffect, type StepReport } from './rerank/rerank.js'
export type {
  BoostStep,
  Bounds,
  CalibrationStep,
  CapStep,
  DppStep,
  ExploreStep,
  ExposureStep,
  FatigueStep,
  FreshnessStep,
  MmrStep,
  ModalityMixStep,
  NearDuplicatesStep,
  PinStep,
  RelevanceFloorStep,
  RerankStep,
  RerankStepKind,
  RotationStep,
} from './rerank/step.js'
export { type RetrieveInput, retrieve } from './retrieve/retrieve.js'
export { topByFact } from './retrieve/top-by-fact.js'
export { topK } from './retrieve/top-k.js'
export { SCORE_CONSTANTS, type ScoreConstants } from './score/constants.js'
export { type CentredQuery, type QueryEmbedding, queryFor, queryFromItem } from './score/query-similarity.js'
export type { ScoredCandidates } from './score/score.js'
export {
  type Signal,
  type SignalTerms,
  type StandardisedSignal,
  type StrongestTie,
  standardise,
} from './score/signal.js'
export { learnTransitions, type TransitionOptions } from './sequence/learn-transitions.js'
export { lastWeights, type NextOptions, ownNextWeights } from './sequence/next-weights.js'
export { complementary } from './shelves/complementary.js'
export { REPEATED_TYPES, type Repeat, repeats } from './shelves/repeats.js'
export { again, type BecauseOf, becauseOf, recentlySeen, trending } from './shelves/shelves.js'
export { trendScores } from './shelves/trending.js'
export { fusedSimilarity, type ModalityWeights, type SimilarTo } from './similarity/fused-similarity.js'
export { SimilarityCache } from './similarity/similarity-cache.js'
export {
  poolTags,
  type TagCalibration,
  type TagGroup,
  type TagProbability,
  type TagPrototype,
  tagProbabilities,
} from './tags/tag-probabilities.js'
export {
  type Attributes,
  type AttributeValue,
  type EmbeddingSpace,
  type Filter,
  type FilterCondition,
  type HistoryContribution,
  INTERACTION_TYPES,
  type Interaction,
  type InteractionInput,
  type InteractionType,
  type Item,
  MODALITIES,
  type Modality,
  type QuantisedRows,
  type Reason,
  type ReasonKind,
  type Relation,
  type ScorePart,
  type ScorePartName,
  type SteerSetting,
  TASTE_CHANGES,
  type TasteChange,
  type TasteChangeKind,
  type WordEmbedding,
} from './types.js'
export { EmbeddingMatrix } from './vector/embedding-matrix.js'
export { checkQuantised, dequantise, type QuantisedVector, quantise } from './vector/quantise.js'
export { type SingularValues, singularValues } from './vector/singular-values.js'
export { dot, norm, normalise } from './vector/vector.js'
