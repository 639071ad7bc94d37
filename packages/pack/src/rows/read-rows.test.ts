import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { collect, withFolder } from '../../testing/scratch.js'
import { readRows } from './read-rows.js'
import { isBad } from './row.js'

vi.setConfig({ testTimeout: 60_000 })

async function read(content: string | Uint8Array, name: string) {
  return withFolder(async (folder) => {
    const path = join(folder, name)
    await writeFile(path, content)
    return (await collect(readRows([path]))).map((row) =>
      isBad(row) ? { line: row.line, problem: row.problem } : { line: row.line, value: row.value },
    )
  })
}

test('JSON Lines: every kind of bad line is told of by its number, the others are read', async () => {
  const lines = ['{"id":"a"}', '', '{"id":', '[1]', '{"id":"b"}\r', '"c"', '{"id":"é"}']
  const rows = await read(lines.join('\n'), 'items.jsonl')
  expect(rows).toEqual([
    { line: 1, value: { id: 'a' } },
    { line: 3, problem: expect.stringContaining('no JSON') },
    { line: 4, problem: 'the line is no JSON object' },
    { line: 5, value: { id: 'b' } },
    { line: 6, problem: 'the line is no JSON object' },
    { line: 7, value: { id: 'é' } },
  ])
})

test('JSON Lines: a line that is not UTF-8 is bad alone, and __proto__ is a name like any other', async () => {
  const bytes = Buffer.concat([
    Buffer.from('{"id":"'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}\n{"__proto__":{"x":1}}\n'),
  ])
  const [first, second] = await read(bytes, 'items.jsonl')
  expect(first).toEqual({ line: 1, problem: 'the line is not UTF-8' })
  expect(second).toMatchObject({ line: 2 })
  expect(({} as Record<string, unknown>)['x']).toBeUndefined()
})

test('CSV: quotes, line ends and commas inside of them, empty cells, a mark at the start', async () => {
  const text = '\uFEFFid,title,text\r\na,"One, ""two""","first\nsecond"\r\nb,,x\r\n'
  expect(await read(text, 'items.csv')).toEqual([
    { line: 2, value: { id: 'a', title: 'One, "two"', text: 'first\nsecond' } },
    { line: 4, value: { id: 'b', text: 'x' } },
  ])
})

test('CSV: a quote that never closes costs its own line only', async () => {
  const text = 'id,title\na,"never closed\nb,fine\nc,too,many\nd,"a"b\ne,good\n'
  expect(await read(text, 'items.csv')).toEqual([
    { line: 2, problem: 'a quote is opened and never closed' },
    { line: 3, value: { id: 'b', title: 'fine' } },
    { line: 4, problem: 'the row has 3 values for 2 columns' },
    { line: 5, problem: 'a quote closes in the middle of a value' },
    { line: 6, value: { id: 'e', title: 'good' } },
  ])
})

test('CSV: whatever is written is read again', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', '雪'), maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
      const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
      const text = ['left,right', ...rows.map((row) => row.map(quote).join(','))].join('\n')
      const expected = rows.map(([left, right]) => ({
        ...(left === '' ? {} : { left }),
        ...(right === '' ? {} : { right }),
      }))
      expect((await read(text, 'items.csv')).map((row) => ('value' in row ? row.value : row))).toEqual(expected)
    }),
    { numRuns: 40 },
  )
})

test('tabs, packed files, and folders of part files in the order of their names', async () => {
  expect(await read('id\ttitle\na\tb, c\n', 'items.tsv')).toEqual([{ line: 2, value: { id: 'a', title: 'b, c' } }])
  expect(await read(gzipSync('{"id":"a"}\n'), 'items.jsonl.gz')).toEqual([{ line: 1, value: { id: 'a' } }])
  await withFolder(async (folder) => {
    await mkdir(join(folder, '_temporary'))
    for (const [name, id] of [
      ['part-1.json', 'b'],
      ['part-0.json', 'a'],
      ['_temporary/part-2.json', 'c'],
      ['.part-3.json', 'd'],
    ]) {
      await writeFile(join(folder, name ?? ''), `{"id":"${id}"}\n`)
    }
    await writeFile(join(folder, '_SUCCESS'), '')
    const rows = await collect(readRows([folder]))
    expect(rows).toMatchObject([{ value: { id: 'a' } }, { value: { id: 'b' } }])
  })
})

test.each([
  ['items.xlsx', 'x', 'of no kind that is read'],
  ['items.csv', '', 'must name the columns'],
  ['items.csv', 'a,a\n', 'each differently'],
  ['items.parquet', 'no parquet at all', 'no Parquet file'],
  ['items.jsonl.gz', 'not packed', 'cannot be read'],
])('%s of "%s" is refused: %s', async (name, content, words) => {
  await expect(read(content, name)).rejects.toMatchObject({
    code: 'invalid-argument',
    message: expect.stringContaining(words),
  })
})
