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
  /** Positions that wait, in the first places of the columns. */
  readonly #waiting = new Int32Array(MMR_WINDOW)
  /** Of those waiting: their relevance, the largest similarity to the first `compared` that were placed, and what follows from it. */
  readonly #worth = new Float64Array(MMR_WINDOW)
  readonly #closest = new Float64Array(MMR_WINDOW)
  readonly #compared = new Int32Array(MMR_WINDOW)
  readonly #values = new Float64Array(MMR_WINDOW)
  #count = 0
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
    for (let k = 0; k < this.#count; k += 1) {
      // A value only falls with what is placed, so most need not be compared to be passed over.
      if (!((this.#values[k] as number) > bestValue) || !(this.#update(k) > bestValue)) continue
      best = k
      bestValue = this.#values[k] as number
    }
    if (best < 0) return undefined
    const position = this.#waiting[best]
    for (const column of [this.#waiting, this.#closest, this.#worth, this.#compared, this.#values]) {
      column.copyWithin(best, best + 1, this.#count)
    }
    this.#count -= 1
    return position
  }

  #fill(): void {
    const { order } = this.#input
    const window = this.#redundancy === 0 ? 1 : MMR_WINDOW
    while (this.#count < window && this.#nextInOrder < order.length) {
      const position = order[this.#nextInOrder] as number
      this.#nextInOrder += 1
      if (this.#taken.has(position)) continue
      const worth = this.#relevance(position)
      this.#waiting[this.#count] = position
      this.#worth[this.#count] = worth
      this.#closest[this.#count] = 0
      this.#compared[this.#count] = 0
      this.#values[this.#count] = this.#valueOf(worth, 0)
      this.#count += 1
    }
  }

  /** Compares one that waits with what was placed since it was last compared, and gives what it is worth now. */
  #update(k: number): number {
    const compared = this.#compared[k] as number
    if (compared === this.#placed.length) return this.#values[k] as number
    const position = this.#waiting[k] as number
    let closest = this.#closest[k] as number
    for (let p = compared; p < this.#placed.length; p += 1) {
      closest = Math.max(closest, this.#placed[p]?.(position) ?? 0)
    }
    const value = this.#valueOf(this.#worth[k] as number, closest)
    this.#closest[k] = closest
    this.#compared[k] = this.#placed.length
    this.#values[k] = value
    return value
  }

  #valueOf(worth: number, closest: number): number {
    return (1 - this.#redundancy) * worth - this.#redundancy * closest
  }

  #place(position: number): void {
    if (this.#redundancy > 0) this.#placed.push(this.#input.similarTo(position))
  }
}

function relevanceOf({ order, scores }: MmrInput): (position: number) => number {
  const highest = scores[order[0] ?? -1] ?? 0
  const lowest = scores[order[Math.min(MMR_WINDOW, order.length) - 1] ?? -1] ?? 0
  const range = highest - lowest
  return (position) => (range > 0 ? ((scores[position] as number) - lowest) / range : 0)
}
