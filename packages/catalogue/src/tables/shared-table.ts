import { type EmbeddingSpace, MODALITIES, type Modality } from '@locavore/core'
import { PACK_LIMITS } from '../manifest/limits.js'
import { demand } from '../pack-error.js'
import type { Tensor } from '../safetensors/tensor.js'
import { writeSafetensors } from '../safetensors/write-safetensors.js'
import { NamedTensors } from './named-tensors.js'

/** A linear map from content to factors for items nobody has met yet: `v = e weight + bias`. */
export interface PackContentMap {
  /** What e is made of, in this order: of each modality the unit vector less the mean, side by side, brought to unit length. */
  readonly modalities: readonly Modality[]
  /** `[sum of the dimensions of the modalities, factor dimensions]`, row-major. */
  readonly weight: Float64Array
  /** `[factor dimensions]` */
  readonly bias: Float64Array
}

/** The numbers a publisher learnt that belong to no row. */
export interface SharedTable {
  /** `[factor dimensions]`: value of one step of the codes of each column. There where factors are I8. */
  readonly factorScales?: Float64Array
  /** `[factor dimensions]`: the mean person. */
  readonly factorMean?: Float64Array
  /** `[factor dimensions, factor dimensions]`: V'V over all items, row-major. */
  readonly factorGram?: Float64Array
  /** `[dimensions]`: mean unit vector over the catalogue. */
  readonly contentMeans: Readonly<Partial<Record<Modality, Float64Array>>>
  readonly contentMap?: PackContentMap
}

export interface SharedGround {
  readonly file: string
  readonly spaces: readonly EmbeddingSpace[]
  readonly factorDimensions?: number | undefined
}

/** @throws `catalogue-invalid` */
export function readShared(bytes: Uint8Array, { file, spaces, factorDimensions }: SharedGround): SharedTable {
  const tensors = new NamedTensors(bytes, file, PACK_LIMITS.headerBytes)
  const d = factorDimensions ?? -1
  const factorScales = tensors.findNumbers('factor_scales', [d])
  const factorMean = tensors.findNumbers('factor_mean', [d])
  const factorGram = tensors.findNumbers('factor_gram', [d, d])
  const known = factorScales ?? factorMean ?? factorGram
  demand(
    known === undefined || factorDimensions !== undefined,
    file,
    'it has factors, but learnt.factorDimensions is not there',
  )
  const contentMeans = readMeans(tensors, spaces)
  const contentMap = readContentMap(tensors, spaces, factorDimensions)
  return {
    ...(factorScales === undefined ? {} : { factorScales }),
    ...(factorMean === undefined ? {} : { factorMean }),
    ...(factorGram === undefined ? {} : { factorGram }),
    contentMeans,
    ...(contentMap === undefined ? {} : { contentMap }),
  }
}

function readMeans(tensors: NamedTensors, spaces: readonly EmbeddingSpace[]): SharedTable['contentMeans'] {
  const means: Partial<Record<Modality, Float64Array>> = {}
  for (const { dimensions, modalities } of spaces) {
    for (const modality of modalities) {
      const mean = tensors.findNumbers(`content_mean_${modality}`, [dimensions])
      if (mean !== undefined) means[modality] = mean
    }
  }
  return means
}

function readContentMap(
  tensors: NamedTensors,
  spaces: readonly EmbeddingSpace[],
  columns: number | undefined,
): PackContentMap | undefined {
  const text = tensors.metadata.get('content_map')
  if (text === undefined) return undefined
  demand(columns !== undefined, tensors.file, 'it has a content map, but learnt.factorDimensions is not there')
  const modalities = text.split(',').map((name) => {
    const modality = MODALITIES.find((one) => one === name)
    demand(modality !== undefined, tensors.file, 'its content map names a modality that is not known')
    return modality
  })
  demand(new Set(modalities).size === modalities.length, tensors.file, 'its content map names a modality twice')
  const rows = modalities.reduce((sum, modality) => {
    const space = spaces.find((one) => one.modalities.includes(modality))
    demand(space !== undefined, tensors.file, `its content map names ${modality}, which is in no space of the pack`)
    return sum + space.dimensions
  }, 0)
  const weight = tensors.findNumbers('content_map_weight', [rows, columns])
  const bias = tensors.findNumbers('content_map_bias', [columns])
  demand(weight !== undefined && bias !== undefined, tensors.file, 'its content map has no weight or no bias')
  return { modalities, weight, bias }
}

/** Everything in float32 but the Gram matrix, which is solved with. */
export function writeShared(table: SharedTable): Uint8Array<ArrayBuffer> {
  const { factorScales, factorMean, factorGram, contentMeans, contentMap } = table
  const tensors: Record<string, Tensor> = {}
  const put = (name: string, data: Float64Array | undefined, shape: readonly number[]) => {
    if (data !== undefined) tensors[name] = { type: 'F32', shape, data: Float32Array.from(data) }
  }
  put('factor_scales', factorScales, [factorScales?.length ?? 0])
  put('factor_mean', factorMean, [factorMean?.length ?? 0])
  if (factorGram !== undefined) {
    const d = Math.sqrt(factorGram.length)
    tensors['factor_gram'] = { type: 'F64', shape: [d, d], data: factorGram }
  }
  for (const modality of MODALITIES)
    put(`content_mean_${modality}`, contentMeans[modality], [contentMeans[modality]?.length ?? 0])
  if (contentMap !== undefined) {
    const columns = contentMap.bias.length
    put('content_map_weight', contentMap.weight, [contentMap.weight.length / columns, columns])
    put('content_map_bias', contentMap.bias, [columns])
  }
  return writeSafetensors(tensors, contentMap === undefined ? {} : { content_map: contentMap.modalities.join(',') })
}
