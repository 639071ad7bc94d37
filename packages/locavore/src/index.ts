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
} from '@locavore/encoders'
export { createRecommender } from './client/create-recommender.js'
export type {
  AlignQuery,
  AlignTarget,
  ItemAlignment,
  PartedModality,
  ReencodeResult,
} from './client/media/types.js'
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
