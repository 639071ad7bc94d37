export type {
  Attributes,
  AttributeValue,
  BacktestEstimate,
  BacktestFigures,
  BacktestReport,
  BacktestScore,
  EmbeddingSpace,
  ExplainedRule,
  ExploreOptions,
  Filter,
  FilterCondition,
  HistoryContribution,
  Interaction,
  InteractionInput,
  InteractionType,
  Item,
  Modality,
  ModalityMap,
  Reason,
  Relation,
  RelationSettings,
  RerankStep,
  RerankStepKind,
  ScorePart,
  SentenceLanguage,
  SpaceMap,
  SteerSetting,
  StepEffect,
  StepReport,
  StrongestTie,
  TagGroup,
  TagProbability,
  TasteChange,
  TasteChangeKind,
  TooLittleToSay,
  WordEmbedding,
} from '@locavore/core'
export { ERROR_CODES, type ErrorCode, LocavoreError, SENTENCE_LANGUAGES } from '@locavore/core'
export type {
  Alignment,
  ClipSource,
  EncodeProgress,
  EncoderFactory,
  EncoderReport,
  KeyFrame,
  KeyFrameOptions,
  PictureSource,
  RelevanceMap,
  RelevanceTimeline,
  RequestRecord,
  SoundSource,
  TagGroupInput,
} from '@locavore/encoders'
export type { BacktestMethods, BacktestOptions, BacktestProgress } from './client/backtest/types.js'
export type { CallOptions } from './client/contract/call-options.js'
export type {
  ChangeFound,
  ChangeProgress,
  ExplainOptions,
  Explanation,
  ExplanationMethods,
  NoChangeFound,
  Shown,
  WhatWouldChange,
} from './client/contract/explanations.js'
export type { AddItemsResult, AddProgress, ItemInput, ItemMethods } from './client/contract/items.js'
export type {
  ListMethods,
  ListOptions,
  Recommendation,
  RecommendationList,
  RecommendOptions,
  SearchOptions,
  ShelfName,
  ShelfOptions,
} from './client/contract/lists.js'
export type { MediaMethods, SearchQuery, TagsOptions } from './client/contract/media.js'
export type { HistoryEntry, PersonMethods, ProfileSummary } from './client/contract/person.js'
export type {
  ItemPrediction,
  PickOptions,
  PredictedBehaviour,
  PredictionMethods,
  Predictions,
} from './client/contract/predictions.js'
export type { RecommenderState, RecommenderStatus, StatusMethods } from './client/contract/status.js'
export type { Steering, SteeringEntry, SteeringMethods } from './client/contract/steering.js'
export type {
  ModeOptions,
  ModeSummary,
  Taste,
  TasteEdit,
  TasteEditResult,
  TasteMethods,
} from './client/contract/tastes.js'
export { createRecommender } from './client/create-recommender.js'
export type {
  AlignQuery,
  AlignTarget,
  ItemAlignment,
  PartedModality,
  ReencodeResult,
} from './client/media/types.js'
export type { DomainOptions, OpenProgress, Recommender, RecommenderOptions } from './client/recommender.js'
