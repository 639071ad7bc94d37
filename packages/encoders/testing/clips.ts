import { AudioSample, AudioSampleSource, BufferTarget, CanvasSource, Output, WebMOutputFormat } from 'mediabunny'

export interface ClipRecipe {
  readonly seconds: number
  /** Draws what is seen at this second. Without it the file has no pictures. */
  readonly draw?: (context: OffscreenCanvasRenderingContext2D, seconds: number) => void
  /** Mono. Without it the file has no sound track. */
  readonly sound?: { readonly samples: Float32Array; readonly sampleRate: number }
  readonly framesPerSecond?: number
  readonly width?: number
  readonly height?: number
}

/** A WebM film (VP8 and Opus), made by the browser itself. */
export async function makeClip(recipe: ClipRecipe): Promise<Blob> {
  const { seconds, draw, sound, framesPerSecond = 10, width = 320, height = 200 } = recipe
  const target = new BufferTarget()
  const output = new Output({ format: new WebMOutputFormat(), target })
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  const pictures = new CanvasSource(canvas, { codec: 'vp8', bitrate: 800_000, keyFrameInterval: 2 })
  const track = new AudioSampleSource({ codec: 'opus', bitrate: 96_000 })
  if (draw !== undefined) output.addVideoTrack(pictures)
  if (sound !== undefined) output.addAudioTrack(track)
  await output.start()
  if (sound !== undefined) await addSound(track, sound)
  for (let frame = 0; draw !== undefined && frame < seconds * framesPerSecond; frame++) {
    draw(context, frame / framesPerSecond)
    await pictures.add(frame / framesPerSecond, 1 / framesPerSecond)
  }
  await output.finalize()
  return new Blob([target.buffer ?? new ArrayBuffer(0)], { type: 'video/webm' })
}

async function addSound(track: AudioSampleSource, sound: NonNullable<ClipRecipe['sound']>): Promise<void> {
  const { sampleRate } = sound
  for (let at = 0; at < sound.samples.length; at += sampleRate) {
    const data = sound.samples.slice(at, at + sampleRate)
    const sample = new AudioSample({ data, format: 'f32', numberOfChannels: 1, sampleRate, timestamp: at / sampleRate })
    await track.add(sample)
    sample.close()
  }
}

const COLOURS = ['#c0392b', '#2e86de', '#27ae60', '#f1c40f', '#8e44ad', '#ecf0f1', '#16a085', '#2c3e50']

/** One of eight scenes that nobody takes for each other, with something that moves in it. */
export function drawScene(context: OffscreenCanvasRenderingContext2D, scene: number, seconds: number): void {
  const { width, height } = context.canvas
  context.fillStyle = COLOURS[scene % COLOURS.length] ?? ''
  context.fillRect(0, 0, width, height)
  context.fillStyle = COLOURS[(scene + 3) % COLOURS.length] ?? ''
  context.fillRect(((scene * 37) % 60) * (width / 100), height * 0.2, width * 0.35, height * 0.5)
  context.fillStyle = '#000000'
  context.beginPath()
  context.arc(width * (0.3 + 0.1 * Math.sin(seconds * 3)), height * 0.8, height * 0.08, 0, 7)
  context.fill()
}

/** A film of these scenes, each as long as the others. */
export function cutTogether(
  scenes: readonly number[],
  secondsEach: number,
  sound?: ClipRecipe['sound'],
): Promise<Blob> {
  const draw: ClipRecipe['draw'] = (context, seconds) => {
    const place = Math.min(scenes.length - 1, Math.floor(seconds / secondsEach + 1e-6))
    drawScene(context, scenes[place] ?? 0, seconds)
  }
  return makeClip({ seconds: scenes.length * secondsEach, draw, ...(sound === undefined ? {} : { sound }) })
}
