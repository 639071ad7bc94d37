export { eraseStore, openStore, storeExists } from './open-store.js'
export { decodeBase64, encodeBase64 } from './shared/base64.js'
export { MOST_ITEMS } from './shared/limits.js'
export type {
  AppendedInteraction,
  CatalogueState,
  EmbeddingChunk,
  EmbeddingEntry,
  EmbeddingName,
  ExportedData,
  ExportedEmbedding,
  ItemSource,
  LogRevision,
  OpenedStore,
  OpenStoreOptions,
  PackState,
  ProfileSnapshot,
  Store,
  StoredItem,
} from './store.js'
