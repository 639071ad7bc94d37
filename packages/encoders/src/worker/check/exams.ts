import { LocavoreError } from '@locavore/core'
import type { InferenceSession } from '#onnxruntime'
import type { Golden } from '../../shared/golden.js'
import type { ImageTower, TextTower } from '../../shared/model-manifest.js'
import { runImageTower } from '../image-tower.js'
import { runTextTower, type Tokenise } from '../text-tower.js'
import { type Exam, referencesOf, refuse } from './self-check.js'

/** Tokens must be equal, vectors alike. @throws LocavoreError `self-check-failed` for tokens, `model-invalid` */
export function textExam(
  session: InferenceSession,
  tower: TextTower,
  tokenise: Tokenise,
  golden: Golden,
  variant: string,
): Exam {
  for (const { input, ids } of golden.text) {
    if (tokenise(input).join() !== ids.join()) refuse('the tokenizer splits a golden text differently')
  }
  const rows = golden.text.map(({ ids }) => ids)
  return {
    ...referencesOf(golden, variant, 'text'),
    ask: (inputs) => {
      const asked = inputs.map((input) => rows[input] ?? [])
      return runTextTower(session, tower, asked)
    },
  }
}

/** @throws LocavoreError `model-invalid` */
export function imageExam(session: InferenceSession, tower: ImageTower, golden: Golden, variant: string): Exam {
  const pictures = golden.image.map(({ width, height, rgb }) => {
    const bytes = Uint8Array.from(atob(rgb), (character) => character.charCodeAt(0))
    if (width === tower.width && height === tower.height && bytes.length === width * height * 3) return bytes
    throw new LocavoreError('model-invalid', 'A golden picture does not have the size the tower reads.')
  })
  return {
    ...referencesOf(golden, variant, 'image'),
    ask: (inputs) => {
      const asked = inputs.map((input) => pictures[input] ?? new Uint8Array(0))
      return runImageTower(session, tower, asked, 3)
    },
  }
}
