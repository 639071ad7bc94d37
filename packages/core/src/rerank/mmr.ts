/** What the reranker knows about the candidates; positions are places in the caller's own arrays. */
export interface MmrInput {
  /** Every position, best score first. */
  readonly order: Int32Array
  readonly scores: Float64Array
  /** Similarity of one position to others, in [-1, 1]; at most 0 counts as unrelated. Asked once for each placed. */
  readonly similarTo: (placed: number) => (other: number) => number
  /** 0 = by score alone, 1 = as different as possible. */
  readonly diversity: number
  /** Positions that come first whatever they score. */
  readonly first?: readonly number[]
}

/** How many of the best that are left compete for each place. */
export const MMR_WINDOW = 200

/**
 * Weight of redundancy against relevance. To the power of 1.5, so that the default of 0.3 is mild (0.16) and still keeps a taste
 * together, while 1 looks at nothing but difference.
 */
export function redundancyWeight(diversity: number): number {
  return diversity ** 1.5
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): each place goes to the largest
 * (1 - r) * relevance - r * (largest similarity to anything placed before). Relevance is the score brought to [0, 1] over
 * the first window. The sequence is lazy and goes on from where it was, which is what the next page of a list needs.
 */
export class MmrSequence {
  readonly #input: MmrInput
  readonly #redundancy: number
  readonly #relevance: (position: number) => number
  readonly #waiting: number[] = []
  /** Of those waiting: their relevance, and the largest similarity to anything placed. */
  readonly #worth: number[] = []
  readonly #closest: number[] = []
  /** For each that was placed, how similar others are to it. */
  readonly #placed: ((other: number) => number)[] = []
  readonly #first: number[]
  readonly #taken: Set<number>
  #nextInOrder = 0

  constructor(input: MmrInput) {
    this.#input = input
    this.#redundancy = redundancyWeight(input.diversity)
    this.#relevance = relevanceOf(input)
    this.#first = [...(input.first ?? [])]
    this.#taken = new Set(this.#first)
  }

  /** The position for the next place; undefined when none is left. Those that may not appear any more are passed over. */
  next(mayAppear: (position: number) => boolean = () => true): number | undefined {
    for (;;) {
      const position = this.#first.shift() ?? this.#pick()
      if (position === undefined) return undefined
      if (!mayAppear(position)) continue
      this.#place(position)
      return position
    }
  }

  #pick(): number | undefined {
    this.#fill()
    let best = -1
    let bestValue = -Infinity
    for (let k = 0; k < this.#waiting.length; k += 1) {
      const value =
        (1 - this.#redundancy) * (this.#worth[k] as number) - this.#redundancy * (this.#closest[k] as number)
      if (value > bestValue) {
        best = k
        bestValue = value
      }
    }
    if (best < 0) return undefined
    this.#closest.splice(best, 1)
    this.#worth.splice(best, 1)
    return this.#waiting.splice(best, 1)[0]
  }

  #fill(): void {
    const { order } = this.#input
    const window = this.#redundancy === 0 ? 1 : MMR_WINDOW
    while (this.#waiting.length < window && this.#nextInOrder < order.length) {
      const position = order[this.#nextInOrder] as number
      this.#nextInOrder += 1
      if (this.#taken.has(position)) continue
      this.#waiting.push(position)
      this.#worth.push(this.#relevance(position))
      this.#closest.push(this.#placed.reduce((closest, similarity) => Math.max(closest, similarity(position)), 0))
    }
  }

  #place(position: number): void {
    if (this.#redundancy === 0) return
    const similarity = this.#input.similarTo(position)
    this.#placed.push(similarity)
    for (let k = 0; k < this.#waiting.length; k += 1) {
      this.#closest[k] = Math.max(this.#closest[k] as number, similarity(this.#waiting[k] as number))
    }
  }
}

function relevanceOf({ order, scores }: MmrInput): (position: number) => number {
  const highest = scores[order[0] ?? -1] ?? 0
  const lowest = scores[order[Math.min(MMR_WINDOW, order.length) - 1] ?? -1] ?? 0
  const range = highest - lowest
  return (position) => (range > 0 ? ((scores[position] as number) - lowest) / range : 0)
}
