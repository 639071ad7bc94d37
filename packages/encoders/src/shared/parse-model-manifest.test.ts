import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseModelManifest } from './parse-model-manifest.js'

const sha256 = 'ab'.repeat(32)
const file = (path: string) => ({ path, bytes: 10, sha256 })
const valid = {
  format: 'locavore-model@1',
  id: 'tiny',
  revision: '1',
  licence: 'Apache-2.0',
  space: { id: 'tiny@1', dimensions: 8, modalities: ['text'] },
  variants: [{ id: 'q8', devices: ['wasm'] }],
  towers: {
    text: { tokenizer: 't.json', tokenizerConfig: 'c.json', files: { q8: 'onnx/text.onnx' } },
  },
  golden: 'golden.json',
  files: ['t.json', 'c.json', 'onnx/text.onnx', 'golden.json'].map(file),
}

const problemOf = (value: unknown): string => {
  try {
    parseModelManifest(value)
    return ''
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'model-invalid' })
    return String(thrown)
  }
}

test('a whole manifest is answered as it is', () => {
  expect(parseModelManifest(valid)).toBe(valid)
})

test('every missing part is named', () => {
  for (const key of Object.keys(valid).filter((key) => key !== 'licence')) {
    const { [key]: _, ...rest } = valid as Record<string, unknown>
    expect(problemOf(rest)).toContain(key)
  }
})

test('paths cannot leave the folder, and used files must be listed', () => {
  for (const path of ['../x', '/x', 'a/../../x', 'https://elsewhere.example/x', 'a\\b', '']) {
    expect(problemOf({ ...valid, files: [...valid.files, file(path)] })).toContain('leaves the folder')
  }
  expect(problemOf({ ...valid, files: valid.files.slice(1) })).toContain('t.json is used')
  expect(problemOf({ ...valid, id: '../../evil' })).toContain('`id`')
})

test('no JSON value does worse than the code', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(valid)), (value, key) => {
      problemOf(value)
      problemOf({ ...valid, [key]: value })
    }),
  )
})
