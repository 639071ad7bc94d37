export { eraseStore, openStore, storeExists } from './open-store.js'
export { decodeBase64, encodeBase64 } from './shared/base64.js'
export { MOST_ITEMS } from './shared/limits.js'
export type {
  AppendedInteraction,
  EmbeddingChunk,
  EmbeddingEntry,
  EmbeddingName,
  ExportedData,
  ExportedEmbedding,
  LogRevision,
  OpenedStore,
  OpenStoreOptions,
  PackState,
  ProfileSnapshot,
  Store,
} from './store.js'
