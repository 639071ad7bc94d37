/** What a pack may claim at most. Every claim is checked against these before anything is allocated for it. */
export const PACK_LIMITS = {
  manifestBytes: 4 * 2 ** 20,
  shards: 4_096,
  /** Rows of all shards together, those that later ones replaced included. */
  rows: 2 ** 22,
  rowsPerShard: 2 ** 17,
  bytesPerFile: 2 ** 29,
  bytes: 2 ** 35,
  spaces: 4,
  dimensions: 4_096,
  factorDimensions: 512,
  weightsPerRow: 1_000,
  /** JSON in front of the tensors of one file. */
  headerBytes: 65_536,
} as const
