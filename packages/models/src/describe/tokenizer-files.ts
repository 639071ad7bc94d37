import { isRecord, type Json, numberAt, recordAt, textAt } from '../json.js'
import { textConfig } from './architecture.js'

/** The id that fills texts up: of the token that the tokenizer names, else what the configuration says, else 0. */
export function padToken(files: {
  readonly config: Json
  readonly tokenizer: Json
  readonly tokenizerConfig: Json
}): number {
  const named = files.tokenizerConfig['pad_token']
  const token = typeof named === 'string' ? named : textAt(named, 'content')
  const id = token === undefined ? undefined : idOf(files.tokenizer, token)
  return id ?? numberAt(textConfig(files.config), 'pad_token_id') ?? 0
}

function idOf(tokenizer: Json, token: string): number | undefined {
  const added = Array.isArray(tokenizer['added_tokens']) ? (tokenizer['added_tokens'] as unknown[]) : []
  const found = added.find((entry) => textAt(entry, 'content') === token)
  if (found !== undefined) return numberAt(found, 'id')
  const vocabulary = recordAt(tokenizer, 'model')['vocab']
  if (isRecord(vocabulary)) return numberAt(vocabulary, token)
  if (!Array.isArray(vocabulary)) return undefined
  // Unigram lists pairs of piece and score; the place is the id.
  const place = (vocabulary as unknown[]).findIndex((entry) => Array.isArray(entry) && entry[0] === token)
  return place === -1 ? undefined : place
}
