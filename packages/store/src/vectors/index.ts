export { eraseVectors, openVectors } from './open-vectors.js'
export type { VectorFile, VectorFileOptions } from './vector-file.js'
