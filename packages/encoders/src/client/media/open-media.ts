import { LocavoreError } from '@locavore/core'
import {
  ADTS,
  AudioSampleSink,
  BlobSource,
  EncodedPacketSink,
  FLAC,
  Input,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  type VideoSample,
  VideoSampleSink,
  WAVE,
  WEBM,
} from 'mediabunny'
import { broken } from './input-failure.js'
import { opaqueSamples } from './opaque-samples.js'

/** Everything that lies in one file. Playlists are left out: they lead to other addresses. */
const FORMATS = [MP4, QTFF, WEBM, MATROSKA, MP3, WAVE, OGG, ADTS, FLAC, MPEG_TS]

/** Samples as they lie in the file, mixed to mono. */
export interface SoundPiece {
  readonly samples: Float32Array
  readonly sampleRate: number
  /** Of the first sample. */
  readonly seconds: number
}

export interface SoundTrack {
  /** By the file's own account. */
  readonly seconds: number | undefined
  readonly pieces: () => AsyncGenerator<SoundPiece, void, unknown>
}

/** One picture of a film. Only until the next one is asked for. */
export interface FilmFrame {
  readonly seconds: number
  readonly width: number
  readonly height: number
  /** Draws it upright, `width` x `height`, from the top left corner. */
  readonly draw: (context: OffscreenCanvasRenderingContext2D, width: number, height: number) => void
}

export interface PictureTrack {
  readonly from: number
  readonly to: number
  /** Where pictures lie that need no other ones to be decoded, ascending, at most one in each `apart` seconds. */
  readonly keyTimes: (apart: number) => Promise<readonly number[]>
  /** The picture that is seen at each of these ascending seconds. */
  readonly frames: (seconds: readonly number[]) => AsyncGenerator<FilmFrame, void, unknown>
}

export interface OpenMedia {
  readonly sound: SoundTrack | undefined
  /** Whether there is a sound track that this way cannot decode. Some browsers have WebCodecs for pictures only. */
  readonly isUnheard: boolean
  readonly pictures: PictureTrack | undefined
  readonly close: () => void
}

export interface WantedTracks {
  readonly sound: boolean
  readonly pictures: boolean
}

/**
 * Opens a film or a sound without reading more of it than its index. A track of a kind that the browser cannot decode is an
 * error only where nothing else that is wanted is there.
 *
 * @throws LocavoreError `unsupported-media`, `invalid-media`
 */
export async function openMedia(file: Blob, wanted: WantedTracks): Promise<OpenMedia> {
  const input = new Input({ formats: FORMATS, source: new BlobSource(file, { handleUnhandledError: () => {} }) })
  try {
    if (!(await input.canRead())) throw unknownFormat()
    if ((await input.getTracks()).length === 0) throw broken('it holds neither sound nor pictures')
    const audio = wanted.sound ? await input.getPrimaryAudioTrack() : null
    const video = wanted.pictures ? await input.getPrimaryVideoTrack() : null
    const [canHear, canSee] = [await audio?.canDecode(), await video?.canDecode()]
    if (wanted.pictures && video !== null && !canSee) throw await undecodable(video)
    if (!wanted.pictures && audio !== null && !canHear) throw await undecodable(audio)
    return {
      sound: audio !== null && canHear ? await soundTrack(audio) : undefined,
      isUnheard: audio !== null && !canHear,
      pictures: video !== null ? await pictureTrack(video) : undefined,
      close: () => input.dispose(),
    }
  } catch (thrown) {
    input.dispose()
    throw thrown instanceof LocavoreError ? thrown : broken(thrown)
  }
}

function unknownFormat(): LocavoreError {
  return new LocavoreError(
    'unsupported-media',
    'The file is no sound or film that can be read: expected MP4, QuickTime, WebM, Matroska, MPEG-TS, MP3, WAV, Ogg, AAC or FLAC.',
  )
}

async function undecodable(track: InputTrack): Promise<LocavoreError> {
  const codec = (await track.getCodec()) ?? String(await track.getInternalCodecId())
  return new LocavoreError('unsupported-media', `This browser cannot decode ${track.type} of the kind "${codec}".`, {
    codec,
  })
}

async function soundTrack(track: InputAudioTrack): Promise<SoundTrack> {
  const seconds = (await track.getDurationFromMetadata()) ?? undefined
  return { seconds, pieces: () => soundPieces(track) }
}

async function* soundPieces(track: InputAudioTrack): AsyncGenerator<SoundPiece, void, unknown> {
  for await (const sample of new AudioSampleSink(track).samples()) {
    try {
      const { numberOfFrames, numberOfChannels, sampleRate, timestamp } = sample
      const mono = new Float32Array(numberOfFrames)
      const plane = numberOfChannels === 1 ? mono : new Float32Array(numberOfFrames)
      for (let planeIndex = 0; planeIndex < numberOfChannels; planeIndex++) {
        sample.copyTo(plane, { planeIndex, format: 'f32-planar' })
        if (plane === mono) break
        for (let at = 0; at < numberOfFrames; at++) mono[at] = (mono[at] ?? 0) + (plane[at] ?? 0) / numberOfChannels
      }
      yield { samples: mono, sampleRate, seconds: timestamp }
    } finally {
      sample.close()
    }
  }
}

async function pictureTrack(track: InputVideoTrack): Promise<PictureTrack> {
  const from = Math.max(0, await track.getFirstTimestamp())
  const told = await track.getDurationFromMetadata()
  const to = told !== null && told > from ? told : await track.computeDuration()
  return {
    from,
    to,
    keyTimes: (apart) => keyTimes(track, from, to, apart),
    frames: (seconds) => filmFrames(track, seconds),
  }
}

async function keyTimes(track: InputVideoTrack, from: number, to: number, apart: number): Promise<number[]> {
  const sink = new EncodedPacketSink(track)
  const times: number[] = []
  for (let at = from; at < to; at += apart) {
    const packet = await sink.getKeyPacket(at, { metadataOnly: true })
    if (packet !== null && packet.timestamp > (times.at(-1) ?? -1)) times.push(packet.timestamp)
  }
  return times
}

async function* filmFrames(
  track: InputVideoTrack,
  seconds: readonly number[],
): AsyncGenerator<FilmFrame, void, unknown> {
  const first = await new EncodedPacketSink(track).getFirstPacket()
  // With its transparency, a film would be put together in workers made of text, which a strict site forbids.
  const isTransparent = first?.sideData.alpha !== undefined
  const samples = isTransparent
    ? opaqueSamples(track, seconds)
    : new VideoSampleSink(track).samplesAtTimestamps(seconds)
  for await (const sample of samples) {
    if (sample === null) continue
    try {
      yield frameOf(sample)
    } finally {
      sample.close()
    }
  }
}

function frameOf(sample: VideoSample): FilmFrame {
  return {
    seconds: sample.timestamp,
    width: sample.displayWidth,
    height: sample.displayHeight,
    draw: (context, width, height) => sample.draw(context, 0, 0, width, height),
  }
}
