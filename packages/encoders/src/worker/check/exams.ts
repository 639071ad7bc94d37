import { type Golden, goldenPixels } from '../../shared/golden.js'
import type { ImageTower } from '../../shared/model-manifest.js'
import type { Tokenise } from '../../shared/text/tokenise.js'
import type { RunPictures } from '../image-tower.js'
import type { RunTexts } from '../text-tower.js'
import { type Exam, referencesOf, refuse } from './self-check.js'

/** Tokens must be equal, vectors alike. @throws LocavoreError `self-check-failed` for tokens, `model-invalid` */
export function textExam(run: RunTexts, tokenise: Tokenise, golden: Golden, variant: string): Exam {
  for (const { input, ids } of golden.text) {
    if (tokenise(input).join() !== ids.join()) refuse('the tokenizer splits a golden text differently')
  }
  const rows = golden.text.map(({ ids }) => ids)
  return {
    ...referencesOf(golden, variant, 'text'),
    ask: (inputs) => run(inputs.map((input) => rows[input] ?? [])),
  }
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

/** @throws LocavoreError `model-invalid` */
export function imageExam(run: RunPictures, tower: ImageTower, golden: Golden, variant: string): Exam {
  const pictures = golden.image.map((picture) => goldenPixels(picture, bytesOf(picture.rgb), tower))
  return {
    ...referencesOf(golden, variant, 'image'),
    ask: async (inputs) => {
      const asked = inputs.map((input) => pictures[input] ?? new Uint8Array(0))
      return (await run(asked, 3, false)).vectors
    },
  }
}
