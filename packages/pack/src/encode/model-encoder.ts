import { type EmbeddingSpace, LocavoreError } from '@locavore/core'
import {
  createFrontEnd,
  createResampler,
  createTokeniser,
  normaliseText,
  peakOf,
  planeLength,
  SILENCE,
  toUnitVector,
  windowCount,
  windowPlan,
  writePlanes,
} from '@locavore/encoders/towers'
import { type OpenTower, openTower, runPictures, runSounds, runTexts } from '@locavore/models/run'
import { decodePicture } from '../media/picture/decode-picture.js'
import { decodeWave } from '../media/decode-wave.js'
import { checkGolden, LEAST_COSINE } from './golden-check.js'
import type { ModelFiles } from './open-model.js'

type Encode<Input> = (input: Input) => Promise<Float32Array>

/**
 * A model that encodes in Node what the browser encodes, one input at a time: models in whole numbers answer a little
 * differently to every batch, and a pack must not depend on how its items were dealt out. Towers open on first use, each
 * held against its golden vectors.
 */
export class ModelEncoder {
  readonly space: EmbeddingSpace
  /** Changes with whatever could change a vector. */
  readonly key: string
  readonly #files: ModelFiles
  readonly #leastCosine: number
  readonly #open: OpenTower[] = []
  #text: Promise<Encode<string>> | undefined
  #picture: Promise<Encode<Uint8Array>> | undefined
  #sound: Promise<Encode<Uint8Array>> | undefined

  /** @param options.leastCosine how near each tower must come to its golden vectors */
  constructor(files: ModelFiles, { leastCosine = LEAST_COSINE }: { readonly leastCosine?: number } = {}) {
    this.#files = files
    this.#leastCosine = leastCosine
    this.space = files.manifest.space
    this.key = `${files.manifestHash} ${files.variant}`
  }

  /** Whether the model reads this medium at all. */
  reads(medium: 'text' | 'image' | 'audio'): boolean {
    return this.#files.manifest.towers[medium] !== undefined
  }

  /** @returns `[dimensions]`, unit length @throws LocavoreError of the text, or `self-check-failed` */
  async text(words: string): Promise<Float32Array> {
    this.#text ??= this.#openText()
    return (await this.#text)(words)
  }

  /** @param file a picture as it lies on a server @throws LocavoreError of the picture, or `self-check-failed` */
  async picture(file: Uint8Array): Promise<Float32Array> {
    this.#picture ??= this.#openPicture()
    return (await this.#picture)(file)
  }

  /** @param file a WAVE file @throws LocavoreError of the sound (`no-content` for silence), or `self-check-failed` */
  async sound(file: Uint8Array): Promise<Float32Array> {
    this.#sound ??= this.#openSound()
    return (await this.#sound)(file)
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((tower) => tower.close()))
  }

  async #openText(): Promise<Encode<string>> {
    const { manifest, golden, variant, read } = this.#files
    const tower = manifest.towers.text ?? noTower('texts')
    const [tokenizer, config] = [await read(tower.tokenizer), await read(tower.tokenizerConfig)].map(String)
    const tokenise = createTokeniser(tokenizer ?? '', config ?? '', tower)
    const isSame = golden.text.every(({ input, ids }) => tokenise(input).join() === ids.join())
    if (!isSame) throw new LocavoreError('self-check-failed', 'The tokenizer splits a golden text differently.')
    const open = await this.#openTower(tower.files)
    const ids = golden.text.map((text) => text.ids)
    checkGolden('text', await runTexts(open, tower, ids), golden.outputs[variant]?.text, this.#leastCosine)
    return async (words) => {
      const [answer] = await runTexts(open, tower, [tokenise(normaliseText(words))])
      return usable(answer)
    }
  }

  async #openPicture(): Promise<Encode<Uint8Array>> {
    const { manifest, golden, variant } = this.#files
    const tower = manifest.towers.image ?? noTower('pictures')
    const open = await this.#openTower(tower.files)
    checkGolden(
      'image',
      await runPictures(open, tower, golden.image),
      golden.outputs[variant]?.image,
      this.#leastCosine,
    )
    return async (file) => {
      const { data } = await decodePicture(file, tower)
      const values = new Float32Array(planeLength(tower))
      writePlanes(data, 4, tower, values, 0)
      return usable(
        await open.run({ [tower.input]: { values, shape: [1, 3, tower.height, tower.width] } }, tower.output),
      )
    }
  }

  async #openSound(): Promise<Encode<Uint8Array>> {
    const { manifest, golden, variant } = this.#files
    const tower = manifest.towers.audio ?? noTower('sounds')
    const open = await this.#openTower(tower.files)
    checkGolden('audio', await runSounds(open, tower, golden.audio), golden.outputs[variant]?.audio, this.#leastCosine)
    const frontEnd = createFrontEnd(tower)
    const plan = windowPlan(tower)
    return async (file) => {
      const samples = resampled(decodeWave(file), plan.sampleRate)
      const sum = new Float64Array(manifest.space.dimensions)
      for (let window = 0; samples.length > 0 && window < windowCount(samples.length, plan); window += 1) {
        const cut = samples.subarray(window * plan.hop, window * plan.hop + plan.length)
        if (peakOf(cut) < SILENCE) continue
        const { frames, mel } = frontEnd(cut)
        const shape = [1, 1, frames, tower.features.melBands]
        add(usable(await open.run({ [tower.input]: { values: mel, shape } }, tower.output)), sum)
      }
      const mean = toUnitVector(sum)
      if (mean !== undefined) return mean
      throw new LocavoreError('no-content', 'there is nothing to hear: the sound is empty, or silent throughout')
    }
  }

  async #openTower(files: Readonly<Record<string, string>>): Promise<OpenTower> {
    const { variant, read } = this.#files
    const path = files[variant]
    if (path === undefined) throw new LocavoreError('model-invalid', `A tower has no file for variant ${variant}.`)
    const open = await openTower(await read(path), path)
    this.#open.push(open)
    return open
  }
}

function resampled({ samples, sampleRate }: { samples: Float32Array; sampleRate: number }, to: number): Float32Array {
  const resampler = createResampler(sampleRate, to)
  const [body, tail] = [resampler.push(samples), resampler.end()]
  const whole = new Float32Array(body.length + tail.length)
  whole.set(body)
  whole.set(tail, body.length)
  return whole
}

function add(vector: Float32Array, sum: Float64Array): void {
  for (let d = 0; d < sum.length; d += 1) sum[d] = (sum[d] as number) + (vector[d] as number)
}

function usable(answer: Float32Array | undefined): Float32Array {
  const vector = answer === undefined ? undefined : toUnitVector(answer)
  if (vector !== undefined) return vector
  throw new LocavoreError('self-check-failed', 'the model answered with a vector of length 0, or not of finite numbers')
}

function noTower(what: string): never {
  throw new LocavoreError('unsupported-media', `the model does not read ${what}`)
}
