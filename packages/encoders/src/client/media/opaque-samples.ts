import { EncodedPacketSink, type InputVideoTrack, VideoSample } from 'mediabunny'

/** Enough that the decoder never waits for packets. */
const MOST_QUEUED = 8

/**
 * The pictures of a film with transparency, as if it had none. Only VP8 and VP9 in WebM have it in this form, and there
 * pictures come out in the order in which they went in.
 */
export async function* opaqueSamples(
  track: InputVideoTrack,
  seconds: readonly number[],
): AsyncGenerator<VideoSample, void, unknown> {
  const config = await track.getDecoderConfig()
  if (config === null) return
  const decoded: VideoFrame[] = []
  let failure: Error | undefined
  const decoder = new VideoDecoder({
    output: (frame) => decoded.push(frame),
    error: (error) => {
      failure = error
      // A decoder that has failed takes nothing more; whoever waits for that must hear of it.
      decoder.dispatchEvent(new Event('dequeue'))
    },
  })
  const picker = new FramePicker(seconds)
  try {
    decoder.configure(config)
    for await (const packet of new EncodedPacketSink(track).packets()) {
      decoder.decode(packet.toEncodedVideoChunk())
      if (decoder.decodeQueueSize >= MOST_QUEUED) await dequeued(decoder)
      if (failure !== undefined) throw failure
      for (const frame of decoded.splice(0)) yield* picker.next(frame)
      if (picker.isDone()) return
    }
    await decoder.flush()
    for (const frame of decoded.splice(0)) yield* picker.next(frame)
    yield* picker.end()
  } finally {
    picker.close()
    for (const frame of decoded) frame.close()
    if (decoder.state !== 'closed') decoder.close()
  }
}

function dequeued(decoder: VideoDecoder): Promise<void> {
  return new Promise((resolve) => {
    if (decoder.state === 'closed') resolve()
    decoder.addEventListener('dequeue', () => resolve(), { once: true })
  })
}

/** Of frames in order, the one that is seen at each wanted second. */
class FramePicker {
  readonly #seconds: readonly number[]
  #next = 0
  #shown: VideoFrame | undefined

  constructor(seconds: readonly number[]) {
    this.#seconds = seconds
  }

  isDone(): boolean {
    return this.#next >= this.#seconds.length
  }

  *next(frame: VideoFrame): Generator<VideoSample> {
    const starts = frame.timestamp / 1e6
    if (this.#shown !== undefined && (this.#seconds[this.#next] ?? Infinity) < starts) {
      while ((this.#seconds[this.#next] ?? Infinity) < starts) this.#next += 1
      yield new VideoSample(this.#shown.clone())
    }
    this.#shown?.close()
    this.#shown = frame
  }

  *end(): Generator<VideoSample> {
    if (this.#shown !== undefined && !this.isDone()) yield new VideoSample(this.#shown.clone())
  }

  close(): void {
    this.#shown?.close()
    this.#shown = undefined
  }
}
