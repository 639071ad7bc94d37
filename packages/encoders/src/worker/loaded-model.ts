import { LocavoreError, type Modality, toLocavoreError } from '@locavore/core'
import type { CallContext } from '@locavore/threads/worker'
import type { InferenceSession } from '#onnxruntime'
import type { LoadedReport, WorkerSetup } from '../shared/encoder-protocol.js'
import { type Golden, parseGolden } from '../shared/golden.js'
import type { AudioTower, ImageTower, TextTower } from '../shared/model-manifest.js'
import { createFrontEnd, type FrontEnd } from '../shared/sound/front-end.js'
import { createTokeniser, type Tokenise } from '../shared/text/tokenise.js'
import { audioExam } from './check/audio-exam.js'
import { imageExam, textExam } from './check/exams.js'
import { inspectDevice } from './check/inspect-device.js'
import { checkSecureContext } from './check/secure-context.js'
import { type Exam, judge, refuse } from './check/self-check.js'
import { type Computer, openVerdicts, type Verdicts } from './check/verdicts.js'
import { picturesInNetwork, picturesInSession, type RunPictures } from './image-tower.js'
import { type Bytes, loadFiles, modelFile, report, runtimeFile } from './load-files.js'
import { openingTimeout } from './opening-timeout.js'
import { createQueue } from './queue.js'
import { configureRuntime, createSession } from './runtime.js'
import { byLength, type RunTexts, textsInNetwork, textsInSession } from './text-tower.js'
import { withTimeout } from './with-timeout.js'

export interface OpenTextTower {
  readonly run: RunTexts
  readonly tokenise: Tokenise
}

export interface OpenImageTower {
  readonly run: RunPictures
  readonly tower: ImageTower
  /** Whether a batch is computed one by one, so that waiting for more of them gains nothing. */
  readonly inTurn: boolean
}

export interface OpenAudioTower {
  readonly session: InferenceSession
  readonly tower: AudioTower
  readonly frontEnd: FrontEnd
}

/** How a tower may be computed, and how either way is checked. */
interface Ways<Run> {
  readonly inNetwork: (model: Bytes) => Promise<Run | undefined>
  readonly inSession: (session: InferenceSession) => Run
  readonly examOf: (golden: Golden, run: Run) => Exam
}

/** Towers by the name they have in the manifest. */
type Wanted = { readonly text?: TextTower; readonly image?: ImageTower; readonly audio?: AudioTower }

type AnyTower = { readonly files: Readonly<Record<string, string>> }

/** The towers that one worker has open, each checked against the golden vectors before it was let in. */
export class LoadedModel {
  readonly #setup: WorkerSetup
  readonly #variant: string
  readonly #inQueue = createQueue()
  #golden: Golden | undefined
  #text: OpenTextTower | undefined
  #image: OpenImageTower | undefined
  #audio: OpenAudioTower | undefined
  #lowestCosine = 1
  #verdicts: Verdicts | undefined
  /** Model files whose whole check was on an earlier visit. */
  readonly #fromCache = new Set<string>()

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

  /**
   * Opens what is not open yet of these towers, after one download of all their files.
   *
   * @throws LocavoreError `no-device`, `self-check-failed`, `fetch-failed`, `integrity-mismatch`, `aborted`
   */
  async load(modalities: readonly Modality[], context: CallContext): Promise<LoadedReport> {
    checkSecureContext()
    return this.#inQueue(async () => {
      const wanted = this.#missing(modalities)
      const files = await this.#fetch(wanted, context)
      if (wanted.text !== undefined) this.#text = await this.#openText(wanted.text, files)
      if (wanted.image !== undefined) this.#image = await this.#openImage(wanted.image, files)
      if (wanted.audio !== undefined) this.#audio = await this.#openAudio(wanted.audio, files)
      return { variant: this.#variant, goldenCosine: this.#lowestCosine, fromCache: this.#fromCache.size > 0 }
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

  async audio(context: CallContext): Promise<OpenAudioTower> {
    if (this.#audio === undefined) await this.load(['audio'], context)
    if (this.#audio === undefined) throw noTower('audio')
    return this.#audio
  }

  /** After answers that cannot be right: what passed on this device is checked whole again next time. */
  async distrust(): Promise<void> {
    for (const tower of Object.values(this.#setup.manifest.towers)) {
      const path = this.#modelPath(tower)
      for (const by of ['network', 'runtime'] as const)
        if ((await this.#verdicts?.read(path, by))?.passed) await this.#verdicts?.drop(path, by)
    }
  }

  /** What these modalities need and is not open yet. A clip is pictures, and sound where the model hears. */
  #missing(modalities: readonly Modality[]): Wanted {
    const { text, image, audio } = this.#setup.manifest.towers
    const towers = { text, image, audio, clip: image }
    const unknown = modalities.find((modality) => towers[modality] === undefined)
    if (unknown !== undefined) throw noTower(unknown)
    const isWanted = (...names: readonly Modality[]) => names.some((name) => modalities.includes(name))
    return {
      ...(text && this.#text === undefined && isWanted('text') ? { text } : {}),
      ...(image && this.#image === undefined && isWanted('image', 'clip') ? { image } : {}),
      ...(audio && this.#audio === undefined && isWanted('audio', 'clip') ? { audio } : {}),
    }
  }

  async #openText(tower: TextTower, files: Files): Promise<OpenTextTower> {
    const [tokenizer, config] = [tower.tokenizer, tower.tokenizerConfig].map((path) => decode(files(path)))
    const tokenise = createTokeniser(tokenizer ?? '', config ?? '', tower)
    const { run, inTurn } = await this.#openBest(files, tower, {
      inNetwork: (model) => textsInNetwork(model, tower),
      inSession: (session) => textsInSession(session, tower),
      examOf: (golden, each) => textExam(each, tokenise, golden, this.#variant),
    })
    return { run: inTurn ? run : byLength(run), tokenise }
  }

  async #openImage(tower: ImageTower, files: Files): Promise<OpenImageTower> {
    const run = await this.#openBest(files, tower, {
      inNetwork: (model) => picturesInNetwork(model, tower),
      inSession: (session) => picturesInSession(session, tower),
      examOf: (golden, each) => imageExam(each, tower, golden, this.#variant),
    })
    return { ...run, tower }
  }

  /** By the kernel where it can, and where its answers are right; else by the runtime. */
  async #openBest<Run>(
    files: Files,
    tower: AnyTower,
    { inNetwork, inSession, examOf }: Ways<Run>,
  ): Promise<{ readonly run: Run; readonly inTurn: boolean }> {
    const path = this.#modelPath(tower)
    const network = this.#setup.device === 'webgpu' ? undefined : await inNetwork(files(path))
    const golden = this.#golden ?? missingFile('the golden vectors')
    // It reads no other variant, and may lie nearer to an exacter one than the runtime's whole numbers do.
    const exam = (run: Run) => ({ ...examOf(golden, run), others: {} })
    if (network !== undefined && (await this.#passes(path, () => exam(network)))) return { run: network, inTurn: true }
    const session = await this.#open(files, tower, (_, opened) => examOf(golden, inSession(opened)))
    return { run: inSession(session), inTurn: false }
  }

  /** Only a pass is kept: where the kernel fails, the runtime has its turn, and the verdict is on that. */
  async #passes(path: string, exam: () => Exam): Promise<boolean> {
    try {
      await this.#check(path, exam, 'network')
      return true
    } catch (thrown) {
      if (toLocavoreError(thrown).code === 'self-check-failed') return false
      throw thrown
    }
  }

  async #openAudio(tower: AudioTower, files: Files): Promise<OpenAudioTower> {
    const frontEnd = createFrontEnd(tower)
    const session = await this.#open(files, tower, (golden, opened) =>
      audioExam(opened, tower, frontEnd, golden, this.#variant),
    )
    return { session, tower, frontEnd }
  }

  #modelPath(tower: AnyTower): string {
    const path = tower.files[this.#variant]
    if (path !== undefined) return path
    throw new LocavoreError('model-invalid', `A tower has no file for variant ${this.#variant}.`, {
      variant: this.#variant,
    })
  }

  /** The files of these towers, and with the first ones the runtime and the golden vectors, as one download. */
  async #fetch({ text, image, audio }: Wanted, context: CallContext): Promise<Files> {
    const paths: string[] = []
    if (text !== undefined) paths.push(this.#modelPath(text), text.tokenizer, text.tokenizerConfig)
    for (const tower of [image, audio]) if (tower !== undefined) paths.push(this.#modelPath(tower))
    if (paths.length === 0) return missingFile
    if (this.#golden !== undefined) {
      await this.#refuseKnown([text, image, audio])
      const bytes = await loadFiles(
        paths.map((path) => modelFile(this.#setup, path)),
        context,
      )
      report(context, { kind: 'prepare' })
      return filesOf(paths, bytes)
    }
    const inspection = await inspectDevice(this.#setup)
    if ('refusal' in inspection)
      throw new LocavoreError('no-device', inspection.refusal, { device: this.#setup.device })
    this.#verdicts = openVerdicts(this.#setup, inspection.identity)
    await this.#refuseKnown([text, image, audio])
    paths.push(this.#setup.manifest.golden)
    const wanted = paths.map((path) => modelFile(this.#setup, path))
    const bytes = await loadFiles([runtimeFile(this.#setup), ...wanted], context)
    report(context, { kind: 'prepare' })
    const [wasm, ...rest] = bytes
    const files = filesOf(paths, rest)
    const golden = parseGolden(decode(files(this.#setup.manifest.golden)))
    if (wasm !== undefined) configureRuntime(this.#setup.device, wasm)
    this.#golden = golden
    return files
  }

  /** Spares a device that failed its check on an earlier visit the download, and the visitor the wait. */
  async #refuseKnown(towers: readonly (AnyTower | undefined)[]): Promise<void> {
    if (this.#setup.recheck) return
    for (const tower of towers) {
      const verdict = tower && (await this.#verdicts?.read(this.#modelPath(tower), 'runtime'))
      if (verdict?.passed === false) refuse(`${verdict.reason} (from cache)`)
    }
  }

  async #open(
    files: Files,
    tower: AnyTower,
    examOf: (golden: Golden, session: InferenceSession) => Exam,
  ): Promise<InferenceSession> {
    const golden = this.#golden
    if (golden === undefined) missingFile('the golden vectors')
    const path = this.#modelPath(tower)
    const opening = async () => {
      const session = await createSession(files(path), this.#setup.device)
      await this.#check(path, () => examOf(golden, session))
      return session
    }
    const ms = openingTimeout(this.#setup)
    if (ms === undefined) return opening()
    const { device } = this.#setup
    const what = device === 'webgpu' ? 'WebGPU' : 'threads'
    return withTimeout(opening(), ms, () => {
      return new LocavoreError('no-device', `${what} gave no answer within ${ms / 1000} s`, { device })
    })
  }

  /** Once passed on this device, one input is enough to notice that something has gone bad since. */
  async #check(path: string, exam: () => Exam, by: Computer = 'runtime'): Promise<void> {
    const earlier = await this.#verdicts?.read(path, by)
    const isKnown = earlier?.passed === true
    try {
      const cosine = Math.min(isKnown ? earlier.cosine : 1, await judge(exam(), isKnown ? 'one' : 'all'))
      this.#lowestCosine = Math.min(this.#lowestCosine, cosine)
      if (isKnown) this.#fromCache.add(path)
      else await this.#verdicts?.write(path, by, { passed: true, reason: '', cosine })
    } catch (thrown) {
      const error = toLocavoreError(thrown)
      const reason = String(error.details['reason'] ?? error.message)
      if (error.code === 'self-check-failed' && by === 'runtime')
        await this.#verdicts?.write(path, by, { passed: false, reason, cosine: 0 })
      throw thrown
    }
  }
}

/** What was loaded, by path. */
type Files = (path: string) => Bytes

function filesOf(paths: readonly string[], bytes: readonly Bytes[]): Files {
  return (path) => bytes[paths.indexOf(path)] ?? missingFile(path)
}

function missingFile(path: string): never {
  throw new LocavoreError('internal', `${path} was lost on its way.`)
}

function decode(bytes: Bytes): string {
  return new TextDecoder().decode(bytes)
}

function noTower(modality: Modality): LocavoreError {
  return new LocavoreError('unsupported-media', `This model has no tower for ${modality}.`, { modality })
}
