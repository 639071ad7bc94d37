import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readOptions } from '../options.mjs'
import { readEmoji, readPhotographs } from './photographs.mjs'
import { readTar } from './read-tar.mjs'

const folder = mkdtempSync(join(tmpdir(), 'quality-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, bytes: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

/** A plain tar as every tool writes it. */
function tar(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const data = Buffer.from(content)
    const header = Buffer.alloc(512)
    header.write(name, 0)
    header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('0', 156)
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

const lines = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n')

const ROWS = [
  { file: 'cats/1.jpg', set: 'animals', label: 'Cat', coarse: 'mammal' },
  { file: 'cats/2.jpg', set: 'animals', label: 'cat', coarse: 'mammal', caution: 'third-party-character' },
  { file: 'owls/1.jpg', set: 'animals', label: 'owl', coarse: null },
  { file: 'elsewhere/1.jpg', set: 'animals', label: 'whale', coarse: null },
  { file: 'cups/1.jpg', set: 'things', label: 'cup', coarse: null },
]

function options(...more: readonly string[]) {
  const one = write('one.tar', tar({ 'cats/1.jpg': 'first', 'owls/1.jpg': 'x'.repeat(600) }))
  const two = write('two.tar', tar({ 'cats/2.jpg': 'second' }))
  const labels = write('labels.jsonl', lines(ROWS))
  return readOptions(['--photos', `${one},${two}`, '--labels', labels, ...more])
}

test('a tar gives its files back byte by byte, and one cut short is refused', () => {
  const whole = tar({ 'a/b.txt': 'hello', 'c.txt': 'y'.repeat(512) })
  const files = [...readTar(write('whole.tar', whole))].map(({ name, data }) => [name, data.toString()])
  expect(files).toEqual([
    ['a/b.txt', 'hello'],
    ['c.txt', 'y'.repeat(512)],
  ])
  const cut = write('cut.tar', whole.subarray(0, 1100))
  expect(() => [...readTar(cut)]).toThrow(/cut\.tar.*byte 1024/)
})

test('rows of other tars are left out, but their names remain to choose from, once however written', () => {
  const sets = readPhotographs(options())
  expect(sets.map(({ name }) => name)).toEqual(['animals'])
  const [animals] = sets
  expect(animals?.labels).toEqual(['Cat', 'owl', 'whale'])
  expect(animals?.coarseLabels).toEqual(['mammal'])
  expect(animals?.rows.map(({ file }: { file: string }) => file)).toEqual(['cats/1.jpg', 'cats/2.jpg', 'owls/1.jpg'])
  expect(animals?.rows[0]?.bytes.toString()).toBe('first')
})

test('with a split, only what training never saw is measured', () => {
  const split = write('split.json', JSON.stringify({ heldOut: ['cats/2.jpg', 'elsewhere/1.jpg'] }))
  const [animals] = readPhotographs(options('--split', split, '--held-out'))
  expect(animals?.rows.map(({ file }: { file: string }) => file)).toEqual(['cats/2.jpg'])
  expect(animals?.labels).toHaveLength(3)
})

test('emoji know whether training saw them, by their own file or by their photograph', () => {
  const emoji = write('emoji.tar', tar({ 'e/1.png': 'one', 'e/2.png': 'two', 'e/3.png': 'three' }))
  const rows = [
    { file: 'e/1.png', names: { en: 'one' }, photo: 'emoji/one/1.jpg' },
    { file: 'e/2.png', names: { en: 'two' } },
    { file: 'e/3.png', names: { en: 'three' }, photo: 'emoji/three/1.jpg' },
  ]
  const split = write('emoji-split.json', JSON.stringify({ heldOut: ['e/2.png', 'emoji/three/1.jpg'] }))
  const labels = write('emoji.jsonl', lines(rows))
  const read = readEmoji(readOptions(['--emoji', emoji, '--emoji-labels', labels, '--split', split]))
  expect(read.map(({ heldOut }: { heldOut?: boolean }) => heldOut)).toEqual([false, true, true])
})

test('a line that is no JSON, or lacks its label, is named with its file', () => {
  const read = (text: string) => {
    const labels = write('bad.jsonl', text)
    return () => readPhotographs({ ...options(), labels: [labels] })
  }
  expect(read(`${JSON.stringify(ROWS[0])}\n{`)).toThrow(/bad\.jsonl, line 2/)
  expect(read(JSON.stringify({ file: 'a', set: 'b' }))).toThrow(/line 1 has no "label"/)
})

test('options that nobody reads, or that need one another, are refused', () => {
  expect(() => readOptions(['--phots', 'x'])).toThrow(/phots/)
  expect(() => readOptions(['--photos', folder])).toThrow(/--labels/)
  expect(() => readOptions(['--photos', join(folder, 'none.tar'), '--labels', folder])).toThrow(/none\.tar/)
  expect(() => readOptions(['--device', 'abacus'])).toThrow(/abacus/)
})
