import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createTokeniser } from './tokenise.js'

const model = (path: string) => readFileSync(new URL(`../../../../nano/model/${path}`, import.meta.url), 'utf8')
const golden = JSON.parse(model('golden.json')) as { text: { input: string; ids: number[] }[] }
const tokeniser = (maxTokens: number, more: { lowercase?: boolean; prefix?: string } = {}) =>
  createTokeniser(model('tokenizer.json'), model('tokenizer_config.json'), { maxTokens, ...more })

test('ids are those of the reference tokenizer', () => {
  for (const { input, ids } of golden.text) expect(tokeniser(64)(input)).toEqual(ids)
})

test('a long text loses words, not its marks', () => {
  const ids = tokeniser(1000)('a quiet harbour at dusk '.repeat(20))
  for (const most of [2, 3, 10, 64]) {
    const cut = tokeniser(most)('a quiet harbour at dusk '.repeat(20))
    expect(cut).toHaveLength(most)
    expect(cut.slice(0, -1)).toEqual(ids.slice(0, most - 1))
    expect(cut.at(-1)).toBe(ids.at(-1))
  }
})

test('a broken tokenizer file is the model’s fault', () => {
  expect(() => createTokeniser('{}', '{', { maxTokens: 64 })).toThrow(
    expect.objectContaining({ code: 'model-invalid' }),
  )
})

test('a prefix stands before the text, and lower case comes before the tokenizer', () => {
  const plain = tokeniser(64)
  expect(tokeniser(64, { prefix: 'query: ' })('a quiet harbour')).toEqual(plain('query: a quiet harbour'))
  expect(tokeniser(64, { lowercase: true })('\u0130ZM\u0130R')).toEqual(plain('\u0130ZM\u0130R'.toLowerCase()))
})
