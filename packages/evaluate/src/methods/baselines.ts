import { type ContentTable, dot, foldIn, norm, ContentTable as Table } from '@locavore/core'
import type { ModalityVectors } from '../pack/content.js'
import { MISSING_MODALITY } from '../pack/content.js'
import type { Pack } from '../pack/read-pack.js'
import type { Method } from './method.js'

/**
 * What the pipeline is measured against, as far as a pack allows it to be computed. Dense EASE and item-kNN need the matrix
 * that no pack ships: their stored results are used (`stored.ts`).
 */
export function baselines(): Method[] {
  return [
    { name: 'ials', about: 'factors alone: fold-in, no decay, no prior', score: ials },
    { name: 'easeTop100Int8', about: 'shipped item-to-item rows alone', score: itemRows },
    { name: 'popularity', about: 'the most liked', score: popularity },
    { name: 'naive', about: 'cosine to the mean of what was liked, raw content', score: naive },
    { name: 'naiveLlm', about: 'the same with described text only', score: naiveOneModality },
  ]
}

const ials: Method['score'] = ({ pack, fold, liked, candidates }) => {
  const { factors } = fold.artefacts
  if (factors === undefined) return undefined
  const { alpha0, lambda } = pack.manifest.constants
  const weights = new Float64Array(liked.length).fill(1)
  const { vector } = foldIn({ factors, items: liked, weights, alpha0, lambda, tau: 0 })
  const scores = new Float64Array(candidates.length)
  factors.products(vector, candidates, scores)
  return scores
}

const itemRows: Method['score'] = ({ fold, liked, candidates }) => {
  const { itemWeights } = fold.artefacts
  if (itemWeights === undefined) return undefined
  const slots = new Int32Array(itemWeights.count).fill(-1)
  candidates.forEach((item, j) => {
    slots[item] = j
  })
  const scores = new Float64Array(candidates.length)
  for (const item of liked) itemWeights.addRow(item, 1, slots, scores)
  return scores
}

const popularity: Method['score'] = ({ fold, candidates }) => {
  const { logPopularity } = fold.artefacts
  return logPopularity && Float64Array.from(candidates, (item) => logPopularity[item] as number)
}

const naive: Method['score'] = ({ pack, liked, candidates }) => {
  const table = pack.content?.rawTable
  return table && cosineToMean(table, liked, candidates)
}

const naiveOneModality: Method['score'] = ({ pack, liked, candidates }) => {
  const table = rawModality(pack, MISSING_MODALITY)
  return table && cosineToMean(table, liked, candidates)
}

/** e_i . unit(mean of e_h): what people write first. */
export function cosineToMean(table: ContentTable, liked: Int32Array, candidates: Int32Array): Float64Array {
  const mean = new Float64Array(table.dimensions)
  for (const item of liked) {
    const vector = table.vector(item)
    for (let d = 0; d < mean.length; d += 1) mean[d] = (mean[d] as number) + (vector[d] as number)
  }
  const length = norm(mean)
  const unit = length > 0 ? mean.map((value) => value / length) : mean
  return Float64Array.from(candidates, (item) => dot(unit, table.vector(item)))
}

const tables = new WeakMap<ModalityVectors, ContentTable>()

function rawModality({ content }: Pack, name: string): ContentTable | undefined {
  const modality = content?.modalities.find((candidate) => candidate.name === name)
  if (modality?.raw === undefined) return undefined
  const table = tables.get(modality) ?? new Table(modality.raw, modality.dimensions)
  tables.set(modality, table)
  return table
}
