import { areaUnderCurve, CALIBRATION_BINS, calibrationBin, surprise } from '@locavore/core'
import type { Bootstrap, Estimate } from '../measure/bootstrap.js'

/** Bins of the curve; probabilities closer than this count as ties. */
const CURVE_BINS = 200

/** Losses of predicted numbers, summed person by person. */
export class NumberTally {
  readonly #squares: number[] = []
  readonly #absolutes: number[] = []
  readonly #counts: number[] = []

  person(predicted: readonly number[], actual: readonly number[]): void {
    const errors = predicted.map((value, k) => value - (actual[k] as number))
    this.#squares.push(errors.reduce((sum, error) => sum + error ** 2, 0))
    this.#absolutes.push(errors.reduce((sum, error) => sum + Math.abs(error), 0))
    this.#counts.push(errors.length)
  }

  estimates(bootstrap: Bootstrap): Record<string, Estimate> {
    const counts = Float64Array.from(this.#counts)
    const squares = bootstrap.ratio(Float64Array.from(this.#squares), counts)
    const { mean, low, high } = squares
    return {
      RMSE: { mean: Math.sqrt(mean), low: Math.sqrt(low), high: Math.sqrt(high) },
      MAE: bootstrap.ratio(Float64Array.from(this.#absolutes), counts),
    }
  }

  /** Squared error of this over that of another, on the same people. */
  squaredErrorTimes(other: NumberTally, bootstrap: Bootstrap): Estimate {
    return bootstrap.ratio(Float64Array.from(this.#squares), Float64Array.from(other.#squares))
  }
}

/** Losses of predicted probabilities, kept so that people can be drawn again. */
export class ProbabilityTally {
  readonly #losses: number[] = []
  readonly #counts: number[] = []
  readonly #offsets: number[] = []
  /** Per person, sum of probability minus what happened, by bin. */
  readonly #gaps: Float64Array[] = []
  /** Per person, cases by bin of the curve: those where it happened, then the others. */
  readonly #curves: { readonly happened: Uint32Array; readonly not: Uint32Array }[] = []

  person(predicted: readonly number[], actual: readonly number[]): void {
    const gaps = new Float64Array(CALIBRATION_BINS)
    const curve = { happened: new Uint32Array(CURVE_BINS), not: new Uint32Array(CURVE_BINS) }
    let [loss, offset] = [0, 0]
    predicted.forEach((probability, k) => {
      const happened = actual[k] as number
      loss += surprise(probability, happened)
      offset += probability - happened
      const bin = calibrationBin(probability)
      gaps[bin] = (gaps[bin] as number) + probability - happened
      const bins = happened === 1 ? curve.happened : curve.not
      const place = calibrationBin(probability, CURVE_BINS)
      bins[place] = (bins[place] as number) + 1
    })
    this.#losses.push(loss)
    this.#offsets.push(Math.abs(offset))
    this.#counts.push(predicted.length)
    this.#gaps.push(gaps)
    this.#curves.push(curve)
  }

  estimates(bootstrap: Bootstrap): Record<string, Estimate> {
    const counts = Float64Array.from(this.#counts)
    return {
      AUC: bootstrap.pooled(counts.length, (times) => this.#area(times)),
      'log-loss': bootstrap.ratio(Float64Array.from(this.#losses), counts),
      ECE: bootstrap.pooled(counts.length, (times) => this.#calibration(times, counts)),
      'offset per person': bootstrap.ratio(Float64Array.from(this.#offsets), counts),
    }
  }

  lossTimes(other: ProbabilityTally, bootstrap: Bootstrap): Estimate {
    return bootstrap.ratio(Float64Array.from(this.#losses), Float64Array.from(other.#losses))
  }

  #calibration(times: Uint32Array, counts: Float64Array): number {
    const gaps = new Float64Array(CALIBRATION_BINS)
    let cases = 0
    times.forEach((drawn, person) => {
      if (drawn === 0) return
      cases += drawn * (counts[person] as number)
      this.#gaps[person]?.forEach((gap, bin) => {
        gaps[bin] = (gaps[bin] as number) + drawn * gap
      })
    })
    return cases === 0 ? 0 : gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / cases
  }

  #area(times: Uint32Array): number {
    const [happened, not] = [new Float64Array(CURVE_BINS), new Float64Array(CURVE_BINS)]
    times.forEach((drawn, person) => {
      const curve = this.#curves[person]
      if (drawn === 0 || curve === undefined) return
      for (let bin = 0; bin < CURVE_BINS; bin += 1) {
        happened[bin] = (happened[bin] as number) + drawn * (curve.happened[bin] as number)
        not[bin] = (not[bin] as number) + drawn * (curve.not[bin] as number)
      }
    })
    return areaOfBins(happened, not)
  }
}

/** Chance that a case where it happened lies in a higher bin than one where it did not, the same bin counting half. */
export function areaOfBins(happened: Float64Array, not: Float64Array): number {
  let [below, above, pairs] = [0, 0, 0]
  happened.forEach((count, bin) => {
    above += count * (below + (not[bin] as number) / 2)
    below += not[bin] as number
  })
  happened.forEach((count) => {
    pairs += count * below
  })
  return pairs === 0 ? areaUnderCurve([], []) : above / pairs
}
