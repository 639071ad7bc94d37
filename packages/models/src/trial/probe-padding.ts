import { cosine, type TextTower } from '@locavore/encoders/towers'
import type { OpenTower } from './open-session.js'
import { runTexts } from './run-towers.js'

/** Whole-number weights answer a little differently to every batch, padded or not. */
const ALIKE = { exact: 0.9995, rounded: 0.98 }

/**
 * A text model without a mask may or may not look past the end of a text. Nothing in its files says which, so it is
 * tried: if padding changes the answer, every text is filled up to the length the model was trained on.
 */
export async function probePadding<Tower extends Omit<TextTower, 'files'>>(
  open: OpenTower,
  tower: Tower,
  texts: readonly (readonly number[])[],
  isExact: boolean,
): Promise<Tower> {
  if (tower.inputs.mask !== undefined || tower.padTo !== undefined) return tower
  const padded = { ...tower, padTo: tower.maxTokens }
  const short = texts.filter((ids) => ids.length < tower.maxTokens)
  const plain = await runTexts(open, tower, short).catch(() => [])
  const filled = await runTexts(open, padded, short)
  const least = isExact ? ALIKE.exact : ALIKE.rounded
  const isIndifferent = plain.length > 0 && plain.every((vector, row) => cosine(vector, filled[row] ?? []) >= least)
  return isIndifferent ? tower : padded
}
