import { type PackEntry, type PackManifest, packFiles, parseManifest, verifySignature } from '@locavore/catalogue'
import { type EmbeddingSpace, LocavoreError } from '@locavore/core'

/** A device has little more memory than this to give to one page. */
const MOST_BYTES = 1_073_741_824
const MOST_ROWS = 1_048_576

export interface PackTrust {
  /** The space of the encoder or of ready embeddings; without it the pack's own. */
  readonly space?: EmbeddingSpace | undefined
  /** With any, a pack is taken only if one of them signed it. */
  readonly publicKeys?: readonly string[] | undefined
}

/** A pack that this page can use, and which of its files it needs. */
export interface PackGround {
  readonly manifest: PackManifest
  /** `manifest.json` as it came. */
  readonly bytes: Uint8Array
  readonly base: URL
  /** The one space whose vectors are compared here. */
  readonly space: EmbeddingSpace | undefined
  /** In the order of use; vectors of other spaces are not among them. */
  readonly files: readonly PackEntry[]
}

/**
 * @throws `catalogue-invalid`, also if it is too large for a device; `signature-invalid`; `space-mismatch` if it has vectors,
 * and none of the space that is needed
 */
export async function packGround(bytes: Uint8Array, base: URL, trust: PackTrust): Promise<PackGround> {
  const manifest = parseManifest(bytes)
  if (trust.publicKeys !== undefined) await verifySignature(manifest, trust.publicKeys)
  const space = agreedSpace(manifest, trust.space)
  const files = packFiles(manifest).filter(
    ({ modality }) => modality === undefined || space?.modalities.includes(modality) === true,
  )
  const total = files.reduce((sum, { file }) => sum + file.bytes, 0)
  const rows = manifest.shards.reduce((sum, shard) => sum + shard.rows, 0)
  if (total > MOST_BYTES || rows > MOST_ROWS) {
    throw new LocavoreError(
      'catalogue-invalid',
      `The catalogue pack cannot be used: it has ${rows} rows and ${total} bytes; a page takes at most ${MOST_ROWS} and ${MOST_BYTES}.`,
      { rows, bytes: total },
    )
  }
  return { manifest, bytes, base, space, files }
}

function agreedSpace({ spaces }: PackManifest, expected: EmbeddingSpace | undefined): EmbeddingSpace | undefined {
  if (expected === undefined) return spaces[0]
  if (spaces.length === 0) return expected
  const found = spaces.find(({ id, dimensions }) => id === expected.id && dimensions === expected.dimensions)
  if (found !== undefined) return found
  throw new LocavoreError(
    'space-mismatch',
    `The catalogue was made in the space "${spaces.map(({ id }) => id).join('", "')}", but the encoder or the option space says "${expected.id}" of ${expected.dimensions} dimensions. Build the catalogue with the model that the page uses.`,
  )
}
