import { LocavoreError } from '@locavore/core'

/**
 * `target[indexes[j]] += weight * values[j]` for every j, such as the weighted neighbours of one liked item. In order, each
 * sum rounded to float32; an index may appear again. Nothing is written if anything is refused.
 *
 * There is no WebAssembly of this: it has no scatter instruction, and copying the target in and out costs more than the
 * additions.
 * @throws `invalid-argument` if the lengths differ, an index lies outside of the target, or the weight is not finite.
 */
export function addSparse(target: Float32Array, indexes: Uint32Array, values: Float32Array, weight = 1): void {
  if (indexes.length !== values.length)
    throw new LocavoreError(
      'invalid-argument',
      `A sparse row has ${indexes.length} indexes and ${values.length} values; each value needs its index.`,
    )
  if (!Number.isFinite(weight))
    throw new LocavoreError('invalid-argument', `A sparse row needs a finite weight, not ${weight}.`)
  const { length } = target
  for (const index of indexes)
    if (index >= length)
      throw new LocavoreError('invalid-argument', `A sparse row has the index ${index}; the target ends at ${length}.`)
  for (let j = 0; j < indexes.length; j += 1) {
    const index = indexes[j] as number
    target[index] = (target[index] as number) + weight * (values[j] as number)
  }
}
