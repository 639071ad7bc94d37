import { LocavoreError } from '@locavore/core'
import type { SoundSource } from '../encoder.js'
import { type MediaFileOptions, mediaFile } from '../media/media-file.js'
import type { SoundPiece } from '../media/open-media.js'
import { patiently, patientlyEach } from '../media/patience.js'
import { soundStream } from './sound-stream.js'

/** A sound that is decoded as it is read. */
export interface OpenSound {
  /** Where it is known before the end. */
  readonly seconds: number | undefined
  /** Mono, at the wanted rate, from second 0 on. Can be read once. */
  readonly pieces: AsyncGenerator<Float32Array, void, unknown>
  readonly close: () => void
}

/** The browser unpacks these at once; anything longer is read piece by piece. A packed sound can be a thousand times longer. */
const MOST_WHOLE_BYTES = { wave: 8_000_000, packed: 256_000 }
/** Where there is no other way, so much is unpacked at once. */
const MOST_FALLBACK_BYTES = 30_000_000
const PIECE_SECONDS = 10

/** Where the head of a WAVE file ends, and where its rate stands; files that begin with something else are rare. */
const WAVE_HEAD = 44
const RATE_AT = 24
/** Every browser decodes to these rates. */
const LEAST_RATE = 8_000
const MOST_RATE = 96_000
/** Of every Opus, and near enough to that of all other packed sounds to lose nothing. */
const USUAL_RATE = 48_000

/**
 * A sound in any form as a stream of samples.
 *
 * @throws LocavoreError `unsupported-media`, `invalid-media`, `media-too-large`, `no-content`, `invalid-argument`,
 * `fetch-failed`, `deadline-exceeded`, `aborted`
 */
export async function openSound(
  source: SoundSource,
  sampleRate: number,
  options: MediaFileOptions,
): Promise<OpenSound> {
  if (typeof source === 'string' || source instanceof URL || source instanceof Blob) {
    return openFile(await mediaFile(source, options), sampleRate, options)
  }
  if (typeof AudioBuffer !== 'undefined' && source instanceof AudioBuffer) return openBuffer(source, sampleRate)
  if (typeof source === 'object' && source !== null && 'samples' in source && source.samples instanceof Float32Array) {
    return openSamples(source.samples, checkRate(source.sampleRate), sampleRate)
  }
  throw new LocavoreError(
    'unsupported-media',
    'A sound must be an address, a Blob, an AudioBuffer, or { samples: Float32Array, sampleRate }.',
  )
}

function checkRate(rate: unknown): number {
  if (typeof rate === 'number' && rate >= 1000 && rate <= 768_000) return rate
  const message = `sampleRate is ${String(rate)}, but must be the samples' hertz, from 1000 to 768000.`
  throw new LocavoreError('invalid-argument', message)
}

function openSamples(samples: Float32Array, rate: number, sampleRate: number): OpenSound {
  if (samples.length === 0) throw emptySound()
  const pieces = soundStream(piecesOf(samples, rate), sampleRate)
  return { seconds: samples.length / rate, pieces, close: () => {} }
}

function* piecesOf(samples: Float32Array, sampleRate: number): Generator<SoundPiece> {
  const step = Math.ceil(PIECE_SECONDS * sampleRate)
  for (let at = 0; at < samples.length; at += step) {
    yield { samples: samples.subarray(at, at + step), sampleRate, seconds: at / sampleRate }
  }
}

function openBuffer(buffer: AudioBuffer, sampleRate: number): OpenSound {
  const { numberOfChannels, length } = buffer
  const mono = new Float32Array(length)
  for (let channel = 0; channel < numberOfChannels; channel++) {
    const plane = buffer.getChannelData(channel)
    for (let at = 0; at < length; at++) mono[at] = (mono[at] ?? 0) + (plane[at] ?? 0) / numberOfChannels
  }
  return openSamples(mono, buffer.sampleRate, sampleRate)
}

function emptySound(): LocavoreError {
  return new LocavoreError('no-content', 'The sound is empty: it has no samples.')
}

async function openFile(file: Blob, sampleRate: number, options: MediaFileOptions): Promise<OpenSound> {
  const { signal } = options
  const head = new DataView(await file.slice(0, WAVE_HEAD).arrayBuffer())
  if (file.size <= (isWave(head) ? MOST_WHOLE_BYTES.wave : MOST_WHOLE_BYTES.packed)) {
    const buffer = await decodeWhole(file, rateOf(head), signal).catch((thrown: unknown) => thrown)
    if (buffer instanceof AudioBuffer) return openBuffer(buffer, sampleRate)
    // Otherwise the slower way tells why it cannot be read, or reads it.
    if (buffer instanceof LocavoreError) throw buffer
  }
  return openStream(file, sampleRate, signal).catch((thrown: unknown) => {
    const isUndecodable = thrown instanceof LocavoreError && thrown.code === 'unsupported-media'
    if (!isUndecodable || typeof AudioDecoder !== 'undefined') throw thrown
    return openWhole(file, sampleRate, signal)
  })
}

function isWave(head: DataView): boolean {
  const tag = (at: number) => String.fromCharCode(...new Uint8Array(head.buffer, at, 4))
  return head.byteLength === WAVE_HEAD && tag(0) === 'RIFF' && tag(8) === 'WAVE'
}

/** The file's own, as far as it tells: each browser resamples in a way of its own, and we in the same way on all of them. */
function rateOf(head: DataView): number {
  const rate = isWave(head) ? head.getUint32(RATE_AT, true) : USUAL_RATE
  return rate >= LEAST_RATE && rate <= MOST_RATE ? rate : USUAL_RATE
}

async function openStream(file: Blob, sampleRate: number, signal: AbortSignal | undefined): Promise<OpenSound> {
  // Loaded only here: a page that never encodes a longer sound or a film never fetches it.
  const { openMedia } = await import('../media/open-media.js')
  const { sound, close } = await patiently(openMedia(file, { sound: true, pictures: false }), signal)
  if (sound !== undefined) {
    return { seconds: sound.seconds, pieces: soundStream(patientlyEach(sound.pieces(), signal), sampleRate), close }
  }
  close()
  throw new LocavoreError('no-content', 'The file has no sound track.')
}

/** Where there is no other way: the whole sound at once. */
export async function openWhole(file: Blob, sampleRate: number, signal: AbortSignal | undefined): Promise<OpenSound> {
  if (file.size > MOST_FALLBACK_BYTES) {
    const message = `This browser has no WebCodecs, so it can read sounds only as a whole, up to ${MOST_FALLBACK_BYTES} bytes.`
    throw new LocavoreError('media-too-large', message, { mostBytes: MOST_FALLBACK_BYTES })
  }
  return openBuffer(await decodeWhole(file, sampleRate, signal), sampleRate)
}

async function decodeWhole(file: Blob, sampleRate: number, signal: AbortSignal | undefined): Promise<AudioBuffer> {
  const context = new OfflineAudioContext({ numberOfChannels: 1, length: 1, sampleRate })
  return patiently(context.decodeAudioData(await file.arrayBuffer()), signal)
}
