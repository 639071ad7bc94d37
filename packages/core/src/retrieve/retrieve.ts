import type { Catalogue } from '../catalogue/catalogue.js'
import type { ModalityIndex } from '../catalogue/modality-index.js'
import type { ElsewhereEvidence } from '../domains/elsewhere.js'
import { centredVector } from '../domains/elsewhere-taste.js'
import { type WeightedEvidence, weighEvidence } from '../profile/decay.js'
import type { Profile } from '../profile/profile.js'
import { type CentredQuery, queryFor } from '../score/query-similarity.js'
import type { Modality } from '../types.js'
import { indexesOfBits, setBits } from '../vector/sets/bitmap.js'
import { indexesOf } from '../vector/sets/flags.js'
import { Room } from '../vector/sets/room.js'
import { settledCount } from '../vector/sets/settled.js'
import { addScaled, normalise } from '../vector/vector.js'
import { type NearestAmong, type NearestAsked, nearestKept } from './nearest-kept.js'
import { topByFact } from './top-by-fact.js'

export interface RetrieveInput extends NearestAmong {
  readonly catalogue: Catalogue
  readonly profile: Profile
  readonly queries: readonly CentredQuery[]
  /** At most this many candidates, the same number from each source. */
  readonly maxCandidates: number
  /** Items tied to an item in the metadata, by index. */
  readonly tied?: (index: number) => Iterable<number>
  /** What was done in other catalogues. */
  readonly elsewhere?: readonly ElsewhereEvidence[]
  /** Index of the item asked with. */
  readonly askedIndex?: number
  /** Ids that are candidates besides, if they are allowed: what the site puts into the list whatever it scores. */
  readonly always?: readonly string[]
  /** What is likely by what the publisher learnt. */
  readonly likely?: LikelyItems
}

export interface LikelyItems {
  /** How many tables are asked. */
  readonly sources: number
  /** At most `most` items of each, by index, of those allowed. */
  find(allowed: Uint8Array, most: number): ArrayLike<number>
}

/** Past items that are asked with on their own, beside the centroid that blurs them together. */
const PROBES = 3

const roomForChosen = new Room((length) => new Uint32Array(length))

/**
 * The items worth scoring, as ascending indexes. If everything allowed fits, that is everything allowed: the cut is only
 * for large catalogues. Otherwise the union of what is nearest to the query, to the centroid of the positive history and
 * to its strongest recent items, per modality; the most popular; the newest; what is tied to the strongest in the metadata; and what
 * the publisher's tables find best.
 */
export function retrieve(input: RetrieveInput): Int32Array {
  const { allowed, maxCandidates } = input
  if (settledCount(allowed) <= maxCandidates) return indexesOf(allowed)
  const nearest = nearestQueries(input)
  const sources = 2 + (input.likely?.sources ?? 0) + nearest.reduce((count, { vectors }) => count + vectors.length, 0)
  const each = Math.max(1, Math.floor(maxCandidates / sources))
  const chosen = roomForChosen.of(Math.ceil(allowed.length / 32)).fill(0)
  let count = 0
  const choose = (indexes: ArrayLike<number>) => {
    count += setBits(chosen, indexes)
  }
  for (const asked of nearest) for (const found of nearestKept(asked, each, input)) choose(found)
  for (const fact of ['popularity', 'addedAt'] as const) {
    choose(topByFact(input.catalogue, fact, each, allowed))
  }
  choose([...tiedItems(input, each)])
  for (const id of input.always ?? []) {
    const index = input.catalogue.indexOf(id)
    if (index !== undefined && allowed[index] === 1) choose([index])
  }
  choose(input.likely?.find(allowed, each) ?? [])
  return indexesOfBits(chosen, count)
}

function nearestQueries({ catalogue, profile, queries, elsewhere = [] }: RetrieveInput): NearestAsked[] {
  const history = weighEvidence(profile)
  return catalogue.modalities.flatMap((modality) => {
    const rows = catalogue.modality(modality)
    if (rows === undefined) return []
    const asked = queries.length > 0 ? [queryFor(queries, modality)] : []
    const past = pastVectors(catalogue, rows, history)
    const vectors = [...asked, ...past.centroid, ...elsewhereVectors(catalogue, modality, elsewhere)]
    const items = past.strongest
    return [
      {
        rows,
        vectors: [...vectors, ...items.map((index) => rows.centredRow(index))],
        items: [...vectors.map(() => undefined), ...items],
      },
    ]
  })
}

/** The centroid of what was liked, if anything was, and the strongest of it. */
function pastVectors(
  catalogue: Catalogue,
  rows: ModalityIndex,
  history: readonly WeightedEvidence[],
): { readonly centroid: readonly Float32Array[]; readonly strongest: readonly number[] } {
  const held = history.flatMap(({ itemId, currentWeight }) => {
    const index = catalogue.indexOf(itemId)
    return index !== undefined && rows.has(index) && currentWeight > 0 ? [{ index, weight: currentWeight }] : []
  })
  if (held.length === 0) return { centroid: [], strongest: [] }
  const centroid = new Float32Array(rows.matrix.dimensions)
  const row = new Float32Array(centroid.length)
  for (const { index, weight } of held) {
    rows.readCentred(index, row)
    for (let d = 0; d < centroid.length; d += 1) centroid[d] = (centroid[d] as number) + weight * (row[d] as number)
  }
  const strongest = held.sort((a, b) => b.weight - a.weight || a.index - b.index).slice(0, PROBES)
  return { centroid: [centroid], strongest: strongest.map(({ index }) => index) }
}

/** The centroid of what was liked elsewhere. */
function elsewhereVectors(
  catalogue: Catalogue,
  modality: Modality,
  elsewhere: readonly ElsewhereEvidence[],
): Float32Array[] {
  const liked = elsewhere.flatMap(({ evidence: { currentWeight }, vectors }) => {
    const vector = vectors[modality] && centredVector(catalogue, modality, vectors[modality])
    return vector !== undefined && currentWeight > 0 ? [{ vector, currentWeight }] : []
  })
  const [first] = liked
  if (first === undefined) return []
  const centroid = new Float32Array(first.vector.length)
  for (const { vector, currentWeight } of liked) addScaled(centroid, normalise(vector.slice()), currentWeight)
  return [centroid]
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
