import { artefactError } from '../artefacts/check-artefact.js'
import { ItemWeights } from '../artefacts/item-weights.js'

export interface TransitionOptions {
  /** Items in all. */
  readonly items: number
  /** How many steps ahead count as following, the n-th by 1 / n (default 3). */
  readonly window?: number
  /** Doubt in pairs that were seen rarely, in pairs (default 10). */
  readonly shrink?: number
  /** Entries kept per item, the largest (default 100). */
  readonly perItem?: number
}

/**
 * What tends to follow what, from many people's sequences: `T[h, i] = n(h, i) / (sqrt(n(h) n(i)) + shrink)`, n(h, i) how often i
 * came within `window` steps after h. A cosine with shrinkage as of item neighbourhoods (Sarwar et al., WWW 2001), but with a
 * direction: the first-order part of FPMC (Rendle et al., WWW 2010) without its training. Ship it only from public or
 * consented data.
 * @param sequences item indexes of one person each, oldest first.
 * @throws `catalogue-invalid` for an index that is none of the items.
 */
export function learnTransitions(
  sequences: Iterable<ArrayLike<number>>,
  { items, window = 3, shrink = 10, perItem = 100 }: TransitionOptions,
): ItemWeights {
  const following = Array.from({ length: items }, () => new Map<number, number>())
  const before = new Float64Array(items)
  const after = new Float64Array(items)
  for (const sequence of sequences) {
    for (let k = 0; k < sequence.length; k += 1) {
      const from = checkIndex(sequence[k], items)
      for (let step = 1; step <= window && k + step < sequence.length; step += 1) {
        const to = checkIndex(sequence[k + step], items)
        if (from === to) continue
        const row = following[from]
        row?.set(to, (row.get(to) ?? 0) + 1 / step)
        before[from] = (before[from] as number) + 1 / step
        after[to] = (after[to] as number) + 1 / step
      }
    }
  }
  const ids = new Int32Array(items * perItem)
  const weights = new Float32Array(items * perItem)
  following.forEach((row, from) => {
    const likely = [...row]
      .map(([to, count]) => ({ to, weight: count / (Math.sqrt((before[from] ?? 0) * (after[to] ?? 0)) + shrink) }))
      .sort((a, b) => b.weight - a.weight || a.to - b.to)
      .slice(0, perItem)
    ids.fill(from, from * perItem, (from + 1) * perItem)
    likely.forEach(({ to, weight }, place) => {
      ids[from * perItem + place] = to
      weights[from * perItem + place] = weight
    })
  })
  return new ItemWeights({ perItem, ids, weights })
}

function checkIndex(index: number | undefined, items: number): number {
  if (index !== undefined && Number.isInteger(index) && index >= 0 && index < items) return index
  throw artefactError(`A sequence names item ${index} of ${items} items.`)
}
