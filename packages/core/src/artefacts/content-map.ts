import { artefactError, checkFinite } from './check-artefact.js'
import type { ContentTable } from './content-table.js'

/** A linear map from content to factor space, learnt by the publisher on items that have both. */
export interface ContentMap {
  /** `[content dimensions, factor dimensions]`, row-major. */
  readonly weight: Float32Array
  /** `[factor dimensions]`. */
  readonly bias: Float32Array
}

/**
 * Factors for an item nobody has met yet: `v = e W + b` with its content vector e (Gantner et al., ICDM 2010). On film data
 * this finds new items 2.7 times as well as comparing content.
 * @param out `[factor dimensions]`
 * @throws `catalogue-invalid` if the map does not fit the content.
 */
export function mapContent(content: ContentTable, item: number, { weight, bias }: ContentMap, out: Float32Array): void {
  const columns = bias.length
  if (weight.length !== content.dimensions * columns || out.length !== columns) {
    throw artefactError(
      `The map holds ${weight.length} weights, which do not lead from ${content.dimensions} to ${columns} dimensions.`,
    )
  }
  checkFinite('bias of the content map', bias)
  const vector = content.vector(item)
  for (let c = 0; c < columns; c += 1) {
    let sum = bias[c] as number
    for (let d = 0; d < vector.length; d += 1) sum += (vector[d] as number) * (weight[d * columns + c] as number)
    out[c] = sum
  }
}
