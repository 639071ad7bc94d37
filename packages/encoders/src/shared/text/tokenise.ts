import { Tokenizer } from '@huggingface/tokenizers'
import { LocavoreError } from '@locavore/core'
import type { TextTower } from '../model-manifest.js'

/** Ids of one text, marks included, never longer than the tower reads. */
export type Tokenise = (text: string) => readonly number[]

export type Reading = Pick<TextTower, 'maxTokens' | 'lowercase' | 'prefix'>

/**
 * Builds the tokenizer of a tower from its two files. A text with too many tokens loses its last words; the marks that
 * the model expects at both ends stay.
 *
 * @throws LocavoreError `model-invalid`
 */
export function createTokeniser(tokenizerJson: string, configJson: string, reading: Reading): Tokenise {
  const { maxTokens, lowercase = false, prefix = '' } = reading
  let tokenizer: Tokenizer
  try {
    tokenizer = new Tokenizer(JSON.parse(tokenizerJson), JSON.parse(configJson))
  } catch (thrown) {
    throw new LocavoreError('model-invalid', 'The tokenizer file cannot be read. Rebuild the model.', {}, thrown)
  }
  const marks = tokenizer.encode('').ids
  const bare = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids
  return (text) => {
    const whole = prefix + (lowercase ? text.toLowerCase() : text)
    const { ids } = tokenizer.encode(whole)
    if (ids.length <= maxTokens) return ids
    const content = bare(whole)
    // All marks stand before or after the content; the first id that is content tells how many stand before.
    const before = marks.findIndex((mark, index) => ids[index] !== mark)
    const head = marks.slice(0, before === -1 ? marks.length : before)
    const tail = marks.slice(head.length)
    return [...head, ...content.slice(0, maxTokens - marks.length), ...tail]
  }
}
