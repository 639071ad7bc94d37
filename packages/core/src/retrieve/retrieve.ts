import type { Catalogue } from '../catalogue/catalogue.js'
import type { ModalityIndex } from '../catalogue/modality-index.js'
import { type WeightedEvidence, weighEvidence } from '../profile/decay.js'
import type { Profile } from '../profile/profile.js'
import { type CentredQuery, queryFor } from '../score/query-similarity.js'
import { topK } from './top-k.js'

export interface RetrieveInput {
  readonly catalogue: Catalogue
  /** 1 where an item may appear, `[catalogue.extent]`. */
  readonly allowed: Uint8Array
  readonly profile: Profile
  readonly queries: readonly CentredQuery[]
  /** At most this many candidates, the same number from each source. */
  readonly maxCandidates: number
  /** Items tied to an item in the metadata, by index. */
  readonly tied?: (index: number) => Iterable<number>
  /** Index of the item asked with. */
  readonly askedIndex?: number
}

/** Past items that are asked with on their own, beside the centroid that blurs them together. */
const PROBES = 3

/**
 * The items worth scoring, as ascending indexes. If everything allowed fits, that is everything allowed: the cut is only
 * for large catalogues. Otherwise the union of what is nearest to the query, to the centroid of the positive history and
 * to its strongest recent items, per modality; the most popular; the newest; and what is tied to the strongest in the metadata.
 */
export function retrieve(input: RetrieveInput): Int32Array {
  const { allowed, maxCandidates } = input
  const everything = indexesOf(allowed)
  if (everything.length <= maxCandidates) return everything
  const sources = [...nearestSources(input), byItem(input, 'popularity'), byItem(input, 'addedAt')]
  const chosen = new Uint8Array(allowed.length)
  const each = Math.max(1, Math.floor(maxCandidates / sources.length))
  for (const values of sources) for (const index of topK(values(), each, allowed)) chosen[index] = 1
  for (const index of tiedItems(input, each)) chosen[index] = 1
  return indexesOf(chosen)
}

type Source = () => ArrayLike<number>

function nearestSources({ catalogue, profile, queries }: RetrieveInput): Source[] {
  const history = weighEvidence(profile)
  return catalogue.modalities.flatMap((modality) => {
    const rows = catalogue.modality(modality)
    if (rows === undefined) return []
    const asked = queries.length > 0 ? [queryFor(queries, modality)] : []
    const vectors = [...asked, ...historyVectors(catalogue, rows, history)]
    return vectors.map(
      (vector): Source =>
        () =>
          rows.similarities(vector),
    )
  })
}

function historyVectors(
  catalogue: Catalogue,
  rows: ModalityIndex,
  history: readonly WeightedEvidence[],
): Float32Array[] {
  const held = history.flatMap(({ itemId, currentWeight }) => {
    const index = catalogue.indexOf(itemId)
    return index !== undefined && rows.has(index) && currentWeight > 0 ? [{ index, weight: currentWeight }] : []
  })
  if (held.length === 0) return []
  const centroid = new Float32Array(rows.matrix.dimensions)
  for (const { index, weight } of held) {
    const row = rows.centredRow(index)
    for (let d = 0; d < centroid.length; d += 1) centroid[d] = (centroid[d] as number) + weight * (row[d] as number)
  }
  const strongest = held.sort((a, b) => b.weight - a.weight || a.index - b.index).slice(0, PROBES)
  return [centroid, ...strongest.map(({ index }) => rows.centredRow(index))]
}

/** At most `most` allowed items with a tie to the item asked with or to what the person chose, the weightiest first. */
function tiedItems({ catalogue, allowed, profile, tied, askedIndex }: RetrieveInput, most: number): Set<number> {
  const found = new Set<number>()
  if (tied === undefined) return found
  const chosen = weighEvidence(profile).filter(({ currentWeight }) => currentWeight > 0)
  const past = chosen.sort((a, b) => b.currentWeight - a.currentWeight).map(({ itemId }) => catalogue.indexOf(itemId))
  for (const source of [askedIndex, ...past]) {
    if (source === undefined) continue
    for (const index of tied(source)) {
      if (found.size >= most) return found
      if (allowed[index] === 1) found.add(index)
    }
  }
  return found
}

/** Items without the fact come last. */
function byItem({ catalogue, allowed }: RetrieveInput, key: 'popularity' | 'addedAt'): Source {
  return () => Float64Array.from(allowed, (_, index) => catalogue.itemAt(index)?.[key] ?? -1)
}

function indexesOf(mask: Uint8Array): Int32Array {
  let count = 0
  for (const flag of mask) count += flag
  const indexes = new Int32Array(count)
  let next = 0
  for (let index = 0; index < mask.length; index += 1) {
    if (mask[index] === 1) {
      indexes[next] = index
      next += 1
    }
  }
  return indexes
}
