/** How much of the first places may, and should, go to items with a label. */
export interface Bound {
  /** For people, such as `image` or `provider north`. */
  readonly names: readonly string[]
  /** Labels of a candidate, as places in `names`. */
  labelsOf(j: number): readonly number[]
  /** First places it holds in. */
  readonly places: number
  /** What a place counts, 0 or more, not growing. */
  weightOf(place: number): number
  /** `[names]` */
  readonly least: Float64Array
  readonly most: Float64Array
  /** Whether `most` is never exceeded, even if the list must end for it. */
  readonly hard: boolean
  /** Whether one item may have several labels, so that one place can serve several. */
  readonly overlapping: boolean
}

/** How much each label of a bound has had so far. */
export class Tally {
  readonly bound: Bound
  readonly amounts: Float64Array

  constructor(bound: Bound) {
    this.bound = bound
    this.amounts = new Float64Array(bound.names.length)
  }

  add(j: number, weight: number): void {
    for (const label of this.bound.labelsOf(j)) this.amounts[label] = (this.amounts[label] as number) + weight
  }

  /** Whether one more would stay within every `most`. Rounding of summed weights is forgiven. */
  allows(j: number, weight: number): boolean {
    const { most } = this.bound
    return this.bound
      .labelsOf(j)
      .every((label) => (this.amounts[label] as number) + weight <= (most[label] ?? 0) + 1e-9)
  }

  /** What is still lacking of `least`, if `j` is added first. */
  deficits(j = -1, weight = 0): Float64Array {
    const lacking = this.bound.least.map((least, label) => least - (this.amounts[label] as number))
    if (j >= 0) for (const label of this.bound.labelsOf(j)) lacking[label] = (lacking[label] as number) - weight
    return lacking.map((amount) => (amount > 1e-9 ? amount : 0))
  }
}
