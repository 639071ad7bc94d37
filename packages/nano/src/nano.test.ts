import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseModelManifest } from '@locavore/encoders/assets'
import { expect, test } from 'vitest'
import { MANIFEST, MANIFEST_HASH, nano } from './index.js'

const model = (path: string) => readFileSync(new URL(`../model/${path}`, import.meta.url))

test('the embedded manifest is the one beside the model', () => {
  const bytes = model('manifest.json')
  expect(MANIFEST).toEqual(JSON.parse(bytes.toString('utf8')))
  expect(MANIFEST_HASH).toBe(createHash('sha256').update(bytes).digest('hex'))
})

test('every file of the model has the size and the hash the manifest gives; the three of int8 are at most 12 MB', () => {
  expect(parseModelManifest(MANIFEST)).toBe(MANIFEST)
  for (const file of MANIFEST.files) {
    const bytes = model(file.path)
    expect({ path: file.path, bytes: bytes.length }).toEqual({ path: file.path, bytes: file.bytes })
    expect(createHash('sha256').update(bytes).digest('hex'), file.path).toBe(file.sha256)
  }
  const small = Object.values(MANIFEST.towers).map((tower) =>
    MANIFEST.files.find(({ path }) => path === tower.files['q8']),
  )
  expect(small).toHaveLength(3)
  expect(small.reduce((sum, file) => sum + (file?.bytes ?? Number.NaN), 0)).toBeLessThanOrEqual(12_000_000)
})

test('the space is known in Node, without a browser and without a request', () => {
  const { space } = nano()
  expect(space).toEqual(MANIFEST.space)
  expect(space.modalities).toEqual(['text', 'image', 'audio', 'clip'])
})

test('the tags are fitted for every medium of the model', () => {
  const { groups, other } = JSON.parse(model(MANIFEST.tags ?? '').toString('utf8'))
  for (const calibration of [other, ...groups.map((group: { calibration: object }) => group.calibration)]) {
    expect(Object.keys(calibration).sort()).toEqual([...nano().space.modalities].sort())
  }
  expect(groups.length).toBeGreaterThan(0)
})
