import { LocavoreError } from '@locavore/core'
import type { InferenceSession } from '#onnxruntime'
import type { Golden } from '../shared/golden.js'
import type { AudioTower } from '../shared/model-manifest.js'
import type { FrontEnd } from '../shared/sound/front-end.js'
import { windowPlan } from '../shared/sound/window-plan.js'
import { runAudioTower } from './audio-tower.js'
import { compare, referencesOf } from './self-check.js'

/** From the samples on, so that the front end is checked with the device. @returns the lowest cosine */
export async function checkAudioTower(
  session: InferenceSession,
  tower: AudioTower,
  frontEnd: FrontEnd,
  golden: Golden,
  variant: string,
): Promise<number> {
  const references = referencesOf(golden, variant, 'audio')
  const { length } = windowPlan(tower)
  let lowest = 1
  for (const [index, { sampleRate, samples }] of golden.audio.entries()) {
    const sound = decodeSamples(samples)
    if (sampleRate !== tower.features.sampleRate || sound.length === 0 || sound.length > length) {
      throw new LocavoreError('model-invalid', 'A golden sound is not one window at the rate the tower reads.')
    }
    const { vectors } = await runAudioTower(session, tower, [frontEnd(sound)], false)
    lowest = Math.min(lowest, compare(vectors, references.slice(index, index + 1)))
  }
  return lowest
}

function decodeSamples(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: bytes.length >> 1 }, (_, index) => view.getInt16(2 * index, true) / 32_767)
}
