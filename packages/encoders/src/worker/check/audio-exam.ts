import { LocavoreError } from '@locavore/core'
import type { InferenceSession } from '#onnxruntime'
import type { Golden } from '../../shared/golden.js'
import type { AudioTower } from '../../shared/model-manifest.js'
import type { FrontEnd } from '../../shared/sound/front-end.js'
import { windowPlan } from '../../shared/sound/window-plan.js'
import { runAudioTower } from '../audio-tower.js'
import { type Exam, referencesOf } from './self-check.js'

/** From the samples on, so that the front end is checked with the device. @throws LocavoreError `model-invalid` */
export function audioExam(
  session: InferenceSession,
  tower: AudioTower,
  frontEnd: FrontEnd,
  golden: Golden,
  variant: string,
): Exam {
  const { length } = windowPlan(tower)
  const sounds = golden.audio.map(({ sampleRate, samples }) => {
    const sound = decodeSamples(samples)
    if (sampleRate === tower.features.sampleRate && sound.length > 0 && sound.length <= length) return sound
    throw new LocavoreError('model-invalid', 'A golden sound is not one window at the rate the tower reads.')
  })
  return {
    ...referencesOf(golden, variant, 'audio'),
    ask: async (inputs) => {
      // One by one: windows of different lengths are no batch.
      const answers: Float32Array[] = []
      for (const input of inputs) {
        const window = frontEnd(sounds[input] ?? new Float32Array(1))
        answers.push((await runAudioTower(session, tower, [window], false)).vectors)
      }
      return joined(answers)
    },
  }
}

function joined(answers: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(answers.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const answer of answers) {
    all.set(answer, at)
    at += answer.length
  }
  return all
}

function decodeSamples(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: bytes.length >> 1 }, (_, index) => view.getInt16(2 * index, true) / 32_767)
}
