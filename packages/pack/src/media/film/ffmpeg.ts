import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { LocavoreError } from '@locavore/core'
import { checkAborted } from '../../failure.js'
import { type Container, containerOf } from './container.js'

/** As long as a browser is given for one film. */
const MOST_MS = 120_000
/** Of what is written about a failure, the end says why. */
const MOST_WORDS = 2_000

/** A file that ffmpeg may read: a copy, for many kinds are not read from front to back. */
export interface DecoderFile {
  /** Arguments that name the file, and nothing else that could be read. */
  readonly input: readonly string[]
  /** Takes the copy away. */
  readonly close: () => Promise<void>
}

/** The decoders that a publisher's machine has, beside those for WAVE. */
export class Ffmpeg {
  readonly #command: string
  readonly #signal: AbortSignal | undefined
  #version: Promise<string | undefined> | undefined

  /** @param command name, looked up in PATH, or path */
  constructor(command = 'ffmpeg', signal?: AbortSignal) {
    this.#command = command
    this.#signal = signal
  }

  /** Its first line about itself; undefined where it is not there. */
  version(): Promise<string | undefined> {
    this.#version ??= this.#askVersion()
    return this.#version
  }

  /**
   * Lays a file where ffmpeg can read it.
   *
   * @throws LocavoreError `unsupported-media` where ffmpeg is missing, or the file is of no kind that browsers read
   */
  async open(file: Uint8Array): Promise<DecoderFile> {
    const container = containerOf(file)
    if (container === undefined) throw unknownKind()
    if ((await this.version()) === undefined) throw this.missing()
    const folder = await mkdtemp(join(tmpdir(), 'locavore-media-'))
    const close = () => rm(folder, { recursive: true, force: true })
    const path = join(folder, 'medium')
    try {
      await writeFile(path, file, { mode: 0o600 })
    } catch (thrown) {
      await close()
      throw thrown
    }
    return { input: inputOf(path, container), close }
  }

  /** What it writes, piece by piece. A consumer that stops early ends it. @throws LocavoreError `invalid-media`, `no-content`, `aborted` */
  async *run(args: readonly string[]): AsyncGenerator<Uint8Array, void, unknown> {
    checkAborted(this.#signal)
    const child = spawn(this.#command, ['-nostdin', '-hide_banner', '-v', 'error', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: MOST_MS,
      killSignal: 'SIGKILL',
    })
    const ended = endOf(child)
    const stop = () => child.kill('SIGKILL')
    this.#signal?.addEventListener('abort', stop, { once: true })
    try {
      for await (const piece of child.stdout) yield piece as Buffer
      const { status, words } = await ended
      checkAborted(this.#signal)
      if (status !== 0) throw failed(status, words)
    } finally {
      stop()
      this.#signal?.removeEventListener('abort', stop)
      await ended
    }
  }

  /** Its words about a file: tracks, and how they are stored. */
  async describe({ input }: DecoderFile): Promise<string> {
    const child = spawn(this.#command, ['-nostdin', '-hide_banner', ...input], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: MOST_MS,
      killSignal: 'SIGKILL',
    })
    const ended = endOf(child)
    child.stdout.resume()
    // That there is nothing to write it takes for a fault, after it has said what it read.
    return (await ended).words
  }

  /** What to do about a missing one. */
  missing(): LocavoreError {
    const message =
      `clips, and sounds that are no WAVE files, are decoded by ffmpeg, and there is no "${this.#command}" on this machine. ` +
      'Install it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg) or say where it is (--ffmpeg <path>), ' +
      'bring ready vectors (--vectors clip=...), or leave these media out (--modalities text,image)'
    return new LocavoreError('unsupported-media', message)
  }

  async #askVersion(): Promise<string | undefined> {
    const child = spawn(this.#command, ['-version'], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 10_000 })
    const ended = endOf(child)
    let words = ''
    for await (const piece of child.stdout) words += String(piece)
    const { status } = await ended
    return status === 0 ? words.split('\n', 1)[0]?.trim() : undefined
  }
}

/** The kind is given, so that nothing in the file can choose another reader, and that reader may open nothing but the file. */
function inputOf(path: string, container: Container): readonly string[] {
  return ['-protocol_whitelist', 'file', '-f', container, '-i', `file:${path}`]
}

interface End {
  readonly status: number | null
  readonly words: string
}

/** Settles, always. */
function endOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<End> {
  let words = ''
  child.stderr.on('data', (piece: Buffer) => {
    words = (words + piece.toString('utf8')).slice(-MOST_WORDS)
  })
  return new Promise((done) => {
    child.on('error', (error) => done({ status: null, words: error.message }))
    child.on('close', (status) => done({ status, words }))
  })
}

function failed(status: number | null, words: string): LocavoreError {
  if (/matches no streams/.test(words)) return new LocavoreError('no-content', 'the file has no track of that kind')
  const last = words
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/(file:)?\S*locavore-media-\S*medium/, 'the file')
  const reason = status === null ? `it took more than ${MOST_MS / 1000} s` : last || `it ended with ${status}`
  return new LocavoreError('invalid-media', `ffmpeg cannot decode it: ${reason}`)
}

function unknownKind(): LocavoreError {
  return new LocavoreError(
    'unsupported-media',
    'the file is no sound or film that browsers read: expected WAVE, MP4, QuickTime, WebM, Matroska, MPEG-TS, MP3, Ogg, AAC or FLAC',
  )
}
