export type {
  Attributes,
  AttributeValue,
  EmbeddingSpace,
  Filter,
  FilterCondition,
  HistoryContribution,
  Interaction,
  InteractionInput,
  InteractionType,
  Item,
  Modality,
  Reason,
  ScorePart,
} from '@locavore/core'
export { ERROR_CODES, type ErrorCode, LocavoreError } from '@locavore/core'
export type { EncodeProgress, EncoderFactory, EncoderReport, PictureSource, RequestRecord } from '@locavore/encoders'
export { createRecommender } from './client/create-recommender.js'
export type {
  AddItemsResult,
  AddProgress,
  CallOptions,
  Explanation,
  HistoryEntry,
  ItemInput,
  ListOptions,
  OpenProgress,
  ProfileSummary,
  Recommendation,
  RecommendationList,
  Recommender,
  RecommenderOptions,
  RecommenderState,
  RecommenderStatus,
  RecommendOptions,
  SearchOptions,
  SearchQuery,
} from './client/recommender.js'
export type { CatalogueFile, CatalogueManifest } from './shared/catalogue-manifest.js'
