import { artefactError, checkFinite } from '../artefacts/check-artefact.js'
import type { Catalogue } from '../catalogue/catalogue.js'
import type { ElsewhereEvidence } from '../domains/elsewhere.js'
import type { Modality } from '../types.js'

export interface MappedContentInput {
  /** What the content is made of, in this order. */
  readonly modalities: readonly Modality[]
  /** `[sum of the dimensions of the modalities, factor dimensions]`, row-major. */
  readonly weight: Float64Array
  /** `[factor dimensions]` */
  readonly bias: Float64Array
  /** Mean unit vectors of the publisher's catalogue; of a modality without one, that of the catalogue here. */
  readonly means?: Readonly<Partial<Record<Modality, Float64Array>>>
}

/**
 * Factors for items nobody has met yet: `v = e W + b` (Gantner et al., ICDM 2010), e the vectors of the item's media, each
 * less its mean and brought to unit length, side by side, at unit length again. Media an item lacks are zeros.
 */
export class MappedContent {
  readonly #input: MappedContentInput
  /** By index in a catalogue as of a version; what has changed since is worked out anew. */
  readonly #known = new WeakMap<Catalogue, { version: number; readonly factors: Map<number, Float64Array> }>()

  /** @throws `catalogue-invalid` */
  constructor(input: MappedContentInput) {
    checkFinite('weights of the content map', input.weight)
    checkFinite('bias of the content map', input.bias)
    this.#input = input
  }

  /** `[factor dimensions]`; undefined for an item without content. @throws `catalogue-invalid` if the map does not fit */
  factorsOf(catalogue: Catalogue, index: number): Float64Array | undefined {
    if (!catalogue.holds(index)) return undefined
    const known = this.#knownIn(catalogue)
    const found = known.get(index)
    if (found !== undefined) return found
    const content = this.#contentOf(catalogue, index)
    if (content === undefined) return undefined
    const factors = this.#map(content)
    known.set(index, factors)
    return factors
  }

  #knownIn(catalogue: Catalogue): Map<number, Float64Array> {
    const { version } = catalogue
    const held = this.#known.get(catalogue) ?? { version, factors: new Map<number, Float64Array>() }
    this.#known.set(catalogue, held)
    if (held.version === version) return held.factors
    const changed = catalogue.changedSince(held.version)
    held.version = version
    if (changed === undefined) held.factors.clear()
    else for (const index of changed) held.factors.delete(index)
    return held.factors
  }

  /** Factors of something that is in no catalogue here, by its vectors. @throws `catalogue-invalid` if the map does not fit */
  factorsOfVectors(catalogue: Catalogue, vectors: ElsewhereEvidence['vectors']): Float64Array | undefined {
    const content = this.#sideBySide(catalogue, (modality, part, mean) => {
      const own = vectors[modality]
      if (own?.vector.length !== part.length) return false
      for (let d = 0; d < part.length; d += 1) {
        part[d] = (own.vector[d] as number) - (own.centred ? 0 : (mean?.[d] ?? 0))
      }
      return true
    })
    return content && this.#map(content)
  }

  #contentOf(catalogue: Catalogue, index: number): Float64Array | undefined {
    return this.#sideBySide(catalogue, (modality, part, mean) => {
      const rows = catalogue.modality(modality)
      if (rows?.has(index) !== true) return false
      for (let d = 0; d < part.length; d += 1) part[d] = -(mean?.[d] ?? 0)
      rows.matrix.addRow(index, 1, part)
      return true
    })
  }

  /** @param write fills in the vector of a medium, less its mean; false if there is none */
  #sideBySide(
    catalogue: Catalogue,
    write: (modality: Modality, part: Float64Array, mean: ArrayLike<number> | undefined) => boolean,
  ): Float64Array | undefined {
    const dimensions = catalogue.space?.dimensions ?? 0
    const content = new Float64Array(this.#input.modalities.length * dimensions)
    this.#input.modalities.forEach((modality, place) => {
      const part = content.subarray(place * dimensions, (place + 1) * dimensions)
      const mean = this.#input.means?.[modality] ?? catalogue.modality(modality)?.mean
      if (write(modality, part, mean)) toUnitLength(part)
    })
    return toUnitLength(content) === 0 ? undefined : content
  }

  #map(content: Float64Array): Float64Array {
    const { weight, bias } = this.#input
    const columns = bias.length
    if (weight.length !== content.length * columns) {
      throw artefactError(
        `The map holds ${weight.length} weights, which do not lead from ${content.length} to ${columns} dimensions.`,
      )
    }
    const factors = bias.slice()
    for (let d = 0; d < content.length; d += 1) {
      const value = content[d] as number
      if (value === 0) continue
      for (let c = 0; c < columns; c += 1)
        factors[c] = (factors[c] as number) + value * (weight[d * columns + c] as number)
    }
    return factors
  }
}

/** In place. @returns the length it had. */
function toUnitLength(vector: Float64Array): number {
  let squares = 0
  for (const value of vector) squares += value * value
  const length = Math.sqrt(squares)
  if (length > 0) for (let d = 0; d < vector.length; d += 1) vector[d] = (vector[d] as number) / length
  return length
}
