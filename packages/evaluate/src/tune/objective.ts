import { likedHistory, ndcgAt, type PipelineConstants, scoreArtefacts } from '@locavore/core'
import { topItems } from '../measure/run.js'
import type { HistoryLength } from '../pack/manifest.js'
import { candidatesOf, lastLikes } from '../pack/people.js'
import type { Pack } from '../pack/read-pack.js'
import type { ValidationPerson } from './deal-people.js'

/** NDCG@10 of everybody at one history length; NaN for people with too few likes. */
export interface Measured {
  readonly history: HistoryLength
  /** `[people]` */
  readonly ndcg10: Float64Array
}

/** Ranks the validation people with the constants that are tried; the same constants are measured once. */
export class Objective {
  readonly #pack: Pack
  readonly #people: readonly ValidationPerson[]
  readonly #known = new Map<string, readonly Measured[]>()
  /** Of the defaults, by history length: every length counts the same, however hard it is. */
  readonly #standard: readonly Measured[]

  constructor(pack: Pack, people: readonly ValidationPerson[]) {
    this.#pack = pack
    this.#people = people
    this.#standard = this.measure(pack.manifest.constants)
  }

  measure(constants: PipelineConstants): readonly Measured[] {
    const key = JSON.stringify(constants)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const measured = this.#pack.manifest.historyLengths.map((history) => ({
      history,
      ndcg10: Float64Array.from(this.#people, (one) => this.#rank(one, history, constants)),
    }))
    this.#known.set(key, measured)
    return measured
  }

  /** `[people]`: mean over the history lengths a person has of NDCG@10, each in units of the defaults' mean at that length. */
  values(constants: PipelineConstants): Float64Array {
    const measured = this.measure(constants)
    const means = this.#standard.map(({ ndcg10 }) => meanOf(ndcg10) || 1)
    return Float64Array.from(this.#people, (_, person) => {
      const own = measured.map(({ ndcg10 }, k) => (ndcg10[person] as number) / (means[k] as number))
      return meanOf(own)
    })
  }

  #rank({ fold, person }: ValidationPerson, history: HistoryLength, constants: PipelineConstants): number {
    const liked = lastLikes(person, history)
    if (liked === undefined) return Number.NaN
    const candidates = candidatesOf(person, this.#pack.manifest.itemCount)
    const { artefacts } = fold
    const { scores } = scoreArtefacts({ artefacts, history: likedHistory(liked, constants), candidates, constants })
    return ndcgAt(10, topItems(scores, candidates, 10), person.targets)
  }
}

/** Of what is a number. */
function meanOf(values: ArrayLike<number>): number {
  let [sum, count] = [0, 0]
  for (let k = 0; k < values.length; k += 1) {
    const value = values[k] as number
    if (Number.isNaN(value)) continue
    sum += value
    count += 1
  }
  return count === 0 ? 0 : sum / count
}
