import type { Scene } from '@locavore/postcards'

/** What a postcard's vector is made of, and how much each counts: what it shows before how it feels. */
const WEIGHTS = {
  subject: 1,
  place: 1,
  weather: 0.8,
  style: 0.7,
  hour: 0.5,
  season: 0.4,
  mood: 0.4,
} as const satisfies Partial<Record<keyof Scene, number>>
export type Attribute = keyof typeof WEIGHTS
export const ATTRIBUTES = Object.keys(WEIGHTS) as readonly Attribute[]

/** Spread of the noise in each dimension; a word's own vector has length 1. */
const NOISE = 0.03
const POOL = 2 ** 14

/** `catalogue/words.json`: a vector for each value of each attribute, by the model's text tower. */
interface WordsFile {
  readonly space: { readonly id: string; readonly dimensions: number; readonly modalities: readonly 'text'[] }
  readonly words: Readonly<Record<Attribute, Readonly<Record<string, readonly number[]>>>>
}

/** Vectors of scenes, from the words of their attributes: a weighted sum and noise that the seed decides. No picture is read. */
export class WordVectors {
  readonly space: WordsFile['space']
  readonly #words: ReadonlyMap<string, Float32Array>
  readonly #noise = gaussians(POOL)

  constructor(file: string) {
    const { space, words } = JSON.parse(file) as WordsFile
    this.space = space
    this.#words = new Map(
      ATTRIBUTES.flatMap((attribute) =>
        Object.entries(words[attribute]).map(([value, vector]) => {
          const weighted = Float32Array.from(vector, (number) => number * WEIGHTS[attribute])
          return [`${attribute}:${value}`, weighted] as const
        }),
      ),
    )
  }

  /** Writes the vector of a scene into `into`, `[dimensions]`; its length is not 1. */
  write(scene: Scene, into: Float32Array): void {
    const { dimensions } = this.space
    const start = Math.imul(scene.seed + 1, 0x9e3779b1) >>> 0
    for (let d = 0; d < dimensions; d += 1) into[d] = (this.#noise[(start + d * 97) % POOL] ?? 0) * NOISE
    for (const attribute of ATTRIBUTES) {
      const word = this.#words.get(`${attribute}:${scene[attribute]}`)
      if (word === undefined) throw new Error(`There is no vector for ${attribute} "${scene[attribute]}".`)
      for (let d = 0; d < dimensions; d += 1) into[d] = (into[d] ?? 0) + (word[d] ?? 0)
    }
  }
}

/** Standard normal numbers, the same every time: mulberry32 (Tommy Ettinger, public domain) through Box and Muller. */
function gaussians(count: number): Float32Array {
  let state = 20_260_601
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  )
}
