import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'

// The runtime's bundle is for workers only; tokens need none of it.
vi.mock('#onnxruntime', () => ({ env: {}, InferenceSession: {}, Tensor: class {} }))
const { createTokeniser } = await import('./text-tower.js')

const model = (path: string) => readFileSync(new URL(`../../../nano/model/${path}`, import.meta.url), 'utf8')
const golden = JSON.parse(model('golden.json')) as { text: { input: string; ids: number[] }[] }
const tokeniser = (most: number) => createTokeniser(model('tokenizer.json'), model('tokenizer_config.json'), most)

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
  expect(() => createTokeniser('{}', '{', 64)).toThrow(expect.objectContaining({ code: 'model-invalid' }))
})
