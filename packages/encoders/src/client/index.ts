export type {
  AudioFeatures,
  AudioTower,
  AudioWindow,
  Device,
  ImageTower,
  ModelFile,
  ModelManifest,
  TextTower,
} from '../shared/model-manifest.js'
export type { RequestRecord } from '../shared/request-record.js'
export { createEncoderFactory, type EncoderFactoryOptions } from './create-encoder-factory.js'
export type {
  Alignment,
  ClipSource,
  Content,
  Embedding,
  EncodeOptions,
  EncodeProgress,
  EncodeResult,
  Encoder,
  EncoderEnvironment,
  EncoderFactory,
  EncoderReport,
  KeyFrame,
  KeyFrameOptions,
  LadderStep,
  PictureSource,
  RelevanceMap,
  RelevanceTimeline,
  SoundSource,
} from './encoder.js'
export { type ModelFolderOptions, modelFromFolder } from './model-folder/model-from-folder.js'
export type { TagGroupInput, TagOptions } from './tags/tags.js'
