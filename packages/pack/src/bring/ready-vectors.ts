import { type EmbeddingSpace, type Modality, type QuantisedVector, quantise } from '@locavore/core'
import type { ItemVectors } from '../encode/item-encoder.js'
import { sha256Of } from '../work/disk.js'

/** Vectors that were made elsewhere, by item and modality, in their compact form. */
export class ReadyVectors {
  readonly #tables = new Map<
    Modality,
    { readonly space: EmbeddingSpace; readonly rows: Map<string, QuantisedVector> }
  >()

  /** Spaces of what was brought; none where nothing was. */
  get spaces(): ReadonlyMap<Modality, EmbeddingSpace> {
    return new Map([...this.#tables].map(([modality, { space }]) => [modality, space]))
  }

  count(modality: Modality): number {
    return this.#tables.get(modality)?.rows.size ?? 0
  }

  has(modality: Modality, id: string): boolean {
    return this.#tables.get(modality)?.rows.has(id) ?? false
  }

  /** @param vector `[dimensions]` @throws LocavoreError `invalid-vector` */
  set(modality: Modality, space: EmbeddingSpace, id: string, vector: ArrayLike<number>): void {
    const table = this.#tables.get(modality) ?? { space, rows: new Map<string, QuantisedVector>() }
    table.rows.set(id, quantise(vector, space.dimensions))
    this.#tables.set(modality, table)
  }

  vectorsOf(id: string): ItemVectors {
    const vectors: ItemVectors = {}
    for (const [modality, { rows }] of this.#tables) {
      const vector = rows.get(id)
      if (vector !== undefined) vectors[modality] = vector
    }
    return vectors
  }

  /** Changes with what is held for the item. */
  stamp(id: string): string {
    const parts = [...this.#tables].flatMap(([modality, { rows }]) => {
      const vector = rows.get(id)
      return vector === undefined
        ? []
        : [`${modality} ${vector.scale} ${sha256Of(new Uint8Array(vector.codes.buffer))}`]
    })
    return parts.join(' ')
  }
}
