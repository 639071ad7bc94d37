import { CLIP_SECONDS, createScene, drawFrame, renderSound, soundSeconds } from '@locavore/postcards'
import { levelled } from './loudness.mjs'
import { describeOpus, encodeOpus, LEAD_SECONDS, PACKET_SECONDS, SAMPLE_RATE } from './opus.mjs'
import { encodeKeyFrame } from './vp8.mjs'
import { drawWaveform } from './waveform.mjs'
import { writeWebm } from './webm.mjs'

const FRAMES_PER_SECOND = 8
const SIZE = { width: 320, height: 240 }
const BITS_PER_SECOND = { sound: 56_000, clip: 48_000 }

/** Sounds are whole packets long, so that nothing has to be cut off at the end. */
const wholePackets = (seconds) => Math.round(seconds / PACKET_SECONDS) / Math.round(1 / PACKET_SECONDS)

/** What a model hears: the same loop at its own rate, in 16 bits. */
export const HEARD_RATE = 16_000

function heardBy(scene, seconds) {
  const samples = renderSound(scene, { sampleRate: HEARD_RATE, seconds })
  return Int16Array.from(samples, (value) => Math.round(value * 32_767))
}

const render = (scene, seconds) => levelled(renderSound(scene, { sampleRate: SAMPLE_RATE, seconds }), SAMPLE_RATE)

function audioOf(samples, bitsPerSecond) {
  return {
    description: describeOpus(),
    leadSeconds: LEAD_SECONDS,
    secondsPerPacket: PACKET_SECONDS,
    packets: encodeOpus(samples, bitsPerSecond),
  }
}

/** The sound of a seed: a WebM file, its samples for a model, its outline, and its seconds. */
export function makeSound(seed) {
  const scene = createScene(seed)
  const seconds = wholePackets(soundSeconds(scene))
  const samples = render(scene, seconds)
  const file = writeWebm({ seconds, audio: audioOf(samples, BITS_PER_SECOND.sound) })
  return { file, heard: heardBy(scene, seconds), about: { waveform: drawWaveform(samples), seconds } }
}

/** The clip of a seed with the scene's own sound: a WebM file, the sound's samples for a model, its outline, and its seconds. */
export async function makeClip(seed) {
  const scene = createScene(seed)
  const samples = render(scene, CLIP_SECONDS)
  const frames = []
  for (let index = 0; index < CLIP_SECONDS * FRAMES_PER_SECOND; index += 1) {
    frames.push(await encodeKeyFrame(drawFrame(scene, index / FRAMES_PER_SECOND), SIZE))
  }
  const video = { ...SIZE, secondsPerFrame: 1 / FRAMES_PER_SECOND, frames }
  const file = writeWebm({ seconds: CLIP_SECONDS, video, audio: audioOf(samples, BITS_PER_SECOND.clip) })
  const about = { waveform: drawWaveform(samples), seconds: CLIP_SECONDS }
  return { file, heard: heardBy(scene, CLIP_SECONDS), about }
}
