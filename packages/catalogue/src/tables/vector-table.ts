import { type EmbeddingSpace, LocavoreError, type Modality, type QuantisedRows } from '@locavore/core'
import { PACK_LIMITS } from '../manifest/limits.js'
import { demand } from '../pack-error.js'
import { writeSafetensors } from '../safetensors/write-safetensors.js'
import { checkScales, NamedTensors } from './named-tensors.js'

export interface VectorGround {
  /** Name of the file, for messages. */
  readonly file: string
  readonly rows: number
  readonly space: EmbeddingSpace
  readonly modality: Modality
  /** The file was taken before, and its bytes are the same by their hash: its codes are not looked at again. */
  readonly known?: boolean
}

/**
 * The embeddings of a shard in one modality. The file itself says of which space it is: vectors of another model have the
 * same shape and would rank nonsense.
 * @throws `catalogue-invalid`, `space-mismatch`
 */
export function readVectors(
  bytes: Uint8Array,
  { file, rows: count, space, modality, known }: VectorGround,
): QuantisedRows {
  const tensors = new NamedTensors(bytes, file, PACK_LIMITS.headerBytes)
  const { dimensions } = space
  const [given, medium] = [tensors.metadata.get('space'), tensors.metadata.get('modality')]
  if (given !== space.id || medium !== modality) {
    throw new LocavoreError(
      'space-mismatch',
      `${file} holds ${medium} vectors of the space "${given}", but its manifest says ${modality} of "${space.id}".`,
      { given: given ?? null, expected: space.id },
    )
  }
  const codes = tensors.get('codes', 'I8', [count, dimensions])
  demand(known === true || !codes.includes(-128), file, 'a code is -128; codes are from -127 to 127')
  return { dimensions, count, codes, scales: checkScales(tensors.get('scales', 'F32', [count]), file) }
}

/** @param rows a scale of 0 marks a row without this modality */
export function writeVectors(
  { dimensions, count, codes, scales }: QuantisedRows,
  { space, modality }: Pick<VectorGround, 'space' | 'modality'>,
): Uint8Array<ArrayBuffer> {
  return writeSafetensors(
    {
      codes: { type: 'I8', shape: [count, dimensions], data: codes },
      scales: { type: 'F32', shape: [count], data: scales },
    },
    { space: space.id, modality },
  )
}
