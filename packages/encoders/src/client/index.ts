export type { Device, ImageTower, ModelFile, ModelManifest, TextTower } from '../shared/model-manifest.js'
export type { RequestRecord } from '../shared/request-record.js'
export { createEncoderFactory, type EncoderFactoryOptions } from './create-encoder-factory.js'
export type {
  Content,
  Embedding,
  EncodeOptions,
  EncodeProgress,
  EncodeResult,
  Encoder,
  EncoderEnvironment,
  EncoderFactory,
  EncoderReport,
  LadderStep,
  PictureSource,
} from './encoder.js'
