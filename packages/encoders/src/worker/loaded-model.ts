import { LocavoreError, type Modality } from '@locavore/core'
import type { CallContext } from '@locavore/threads/worker'
import type { InferenceSession } from '#onnxruntime'
import type { LoadedReport, WorkerSetup } from '../shared/encoder-protocol.js'
import { type Golden, parseGolden } from '../shared/golden.js'
import type { ImageTower, TextTower } from '../shared/model-manifest.js'
import { type Bytes, loadFiles, modelFile, report, runtimeFile } from './load-files.js'
import { createQueue } from './queue.js'
import { configureRuntime, createSession, refusalOf } from './runtime.js'
import { checkImageTower, checkTextTower } from './self-check.js'
import { createTokeniser, type Tokenise } from './text-tower.js'
import { withTimeout } from './with-timeout.js'

/** Threads can stall without an error; this long for one tower means that they have. */
const THREADS_TIMEOUT_MS = 20_000

export interface OpenTextTower {
  readonly session: InferenceSession
  readonly tower: TextTower
  readonly tokenise: Tokenise
}

export interface OpenImageTower {
  readonly session: InferenceSession
  readonly tower: ImageTower
}

/** The towers that one worker has open, each checked against the golden vectors before it was let in. */
export class LoadedModel {
  readonly #setup: WorkerSetup
  readonly #variant: string
  readonly #inQueue = createQueue()
  #golden: Golden | undefined
  #text: OpenTextTower | undefined
  #image: OpenImageTower | undefined
  #runtimeReady = false
  #lowestCosine = 1

  /** @throws LocavoreError `no-device` when no variant of the model runs on the device */
  constructor(setup: WorkerSetup) {
    const kind = setup.device === 'webgpu' ? 'webgpu' : 'wasm'
    const variant = setup.manifest.variants.find(({ devices }) => devices.includes(kind))
    if (variant === undefined) {
      throw new LocavoreError('no-device', `No variant of the model runs on ${kind}.`, { device: setup.device })
    }
    this.#setup = setup
    this.#variant = variant.id
  }

  /** @throws LocavoreError `no-device`, `self-check-failed`, `fetch-failed`, `integrity-mismatch`, `aborted` */
  async load(modalities: readonly Modality[], context: CallContext): Promise<LoadedReport> {
    checkSecureContext()
    return this.#inQueue(async () => {
      if (modalities.includes('text')) await this.#openText(context)
      if (modalities.includes('image')) await this.#openImage(context)
      return { variant: this.#variant, goldenCosine: this.#lowestCosine }
    })
  }

  async text(context: CallContext): Promise<OpenTextTower> {
    if (this.#text === undefined) await this.load(['text'], context)
    if (this.#text === undefined) throw noTower('text')
    return this.#text
  }

  async image(context: CallContext): Promise<OpenImageTower> {
    if (this.#image === undefined) await this.load(['image'], context)
    if (this.#image === undefined) throw noTower('image')
    return this.#image
  }

  async #openText(context: CallContext): Promise<void> {
    const { text: tower } = this.#setup.manifest.towers
    if (tower === undefined) throw noTower('text')
    if (this.#text !== undefined) return
    const paths = [this.#modelPath(tower), tower.tokenizer, tower.tokenizerConfig]
    const [model, tokenizer, config] = await this.#fetch(paths, context)
    const tokenise = createTokeniser(decode(tokenizer), decode(config), tower.maxTokens)
    const session = await this.#open(model, (golden, opened) =>
      checkTextTower(opened, tower, tokenise, golden, this.#variant),
    )
    this.#text = { session, tower, tokenise }
  }

  async #openImage(context: CallContext): Promise<void> {
    const { image: tower } = this.#setup.manifest.towers
    if (tower === undefined) throw noTower('image')
    if (this.#image !== undefined) return
    const [model] = await this.#fetch([this.#modelPath(tower)], context)
    const session = await this.#open(model, (golden, opened) => checkImageTower(opened, tower, golden, this.#variant))
    this.#image = { session, tower }
  }

  #modelPath(tower: TextTower | ImageTower): string {
    const path = tower.files[this.#variant]
    if (path !== undefined) return path
    throw new LocavoreError('model-invalid', `A tower has no file for variant ${this.#variant}.`, {
      variant: this.#variant,
    })
  }

  /** The files asked for, and with the first ones the runtime and the golden vectors, as one download. */
  async #fetch(paths: readonly string[], context: CallContext): Promise<readonly Bytes[]> {
    const wanted = paths.map((path) => modelFile(this.#setup, path))
    if (!this.#runtimeReady) {
      const reason = await refusalOf(this.#setup)
      if (reason !== undefined) throw new LocavoreError('no-device', reason, { device: this.#setup.device })
      wanted.push(runtimeFile(this.#setup), modelFile(this.#setup, this.#setup.manifest.golden))
    }
    const bytes = await loadFiles(wanted, context)
    if (!this.#runtimeReady) {
      const [wasm, golden] = bytes.slice(paths.length)
      this.#golden = parseGolden(decode(golden))
      if (wasm !== undefined) configureRuntime(this.#setup.device, wasm)
      this.#runtimeReady = true
    }
    report(context, { kind: 'prepare' })
    return bytes
  }

  async #open(
    model: Bytes | undefined,
    check: (golden: Golden, session: InferenceSession) => Promise<number>,
  ): Promise<InferenceSession> {
    const golden = this.#golden
    if (model === undefined || golden === undefined)
      throw new LocavoreError('internal', 'A model file was lost on its way.')
    const opening = async () => {
      const session = await createSession(model, this.#setup.device)
      this.#lowestCosine = Math.min(this.#lowestCosine, await check(golden, session))
      return session
    }
    if (this.#setup.device !== 'wasm-threads') return opening()
    return withTimeout(opening(), THREADS_TIMEOUT_MS, () => {
      return new LocavoreError('no-device', `threads gave no answer within ${THREADS_TIMEOUT_MS / 1000} s`)
    })
  }
}

/** Hashes can be computed only there. */
function checkSecureContext(): void {
  if (self.isSecureContext) return
  throw new LocavoreError(
    'encoder-unavailable',
    'The page is not a secure context, where models could not be verified. Serve it over HTTPS, or from localhost.',
  )
}

function decode(bytes: Bytes | undefined): string {
  return new TextDecoder().decode(bytes)
}

function noTower(modality: Modality): LocavoreError {
  return new LocavoreError('unsupported-media', `This model has no tower for ${modality}.`, { modality })
}
