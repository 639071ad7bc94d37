import 'fake-indexeddb/auto'
import { formatManifest, PACK_LIMITS, type PackManifest, readSafetensors, writeSafetensors } from '@locavore/catalogue'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { expect, test, vi } from 'vitest'
import { clusteredCatalogue, sha256, TEST_SPACE } from '../../../testing/clustered-catalogue.js'
import { callerOf, feed, serveCatalogue } from '../../../testing/open-engine.js'
import { createEngine } from '../engine.js'

vi.setConfig({ testTimeout: 60_000 })

type Files = Map<string, Uint8Array>
type Edit = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** A second revision in which one file says something else, under the size and the hash that it really has. */
async function withFile(stem: string, edit: Edit): Promise<Files> {
  const { files, manifest } = await clusteredCatalogue({ shardRows: 60, revision: 'r2', seed: 40_000 })
  const path = [...files.keys()].find((name) => name.startsWith(stem)) ?? ''
  const bytes = new Uint8Array(edit(files.get(path) ?? expect.unreachable(stem)))
  const entry = { bytes: bytes.length, sha256: await sha256(bytes) }
  const wrong: PackManifest = JSON.parse(
    JSON.stringify(manifest, (_, value) => (value?.path === path ? { ...value, ...entry } : value)),
  )
  return new Map([...files, [path, bytes], ['manifest.json', formatManifest(wrong)]])
}

/** The same with words of the manifest changed. */
async function withManifest(edit: (json: string) => string): Promise<Files> {
  const { files, manifest } = await clusteredCatalogue({ shardRows: 60, revision: 'r2', seed: 40_000 })
  const json = JSON.stringify(manifest)
  const wrong = edit(json)
  expect(wrong).not.toBe(json)
  return new Map([...files, ['manifest.json', encoder.encode(wrong)]])
}

const inText = (edit: (text: string) => string): Edit => {
  return (bytes) => encoder.encode(edit(decoder.decode(bytes)))
}

/** Writes vectors again, with other scales or as of another space. */
const vectors = (change: { readonly scale?: number; readonly space?: string }): Edit => {
  return (bytes) => {
    const { tensors } = readSafetensors(bytes, { file: 'vectors' })
    const [codes, scales] = [tensors.get('codes'), tensors.get('scales')]
    if (codes === undefined || scales === undefined) throw new Error('vectors')
    const data = Float32Array.from(scales.data as Float32Array)
    if (change.scale !== undefined) data[7] = change.scale
    const metadata = { space: change.space ?? TEST_SPACE.id, modality: 'text' }
    return writeSafetensors({ codes, scales: { type: 'F32', shape: [data.length], data } }, metadata)
  }
}

/** Changes the header of a tensor file, whose length is kept by spaces. */
const header = (edit: (json: string) => string): Edit => {
  return (bytes) => {
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
    const json = edit(decoder.decode(bytes.subarray(8, 8 + length)))
    const text = encoder.encode(json)
    const out = new Uint8Array(8 + text.length + bytes.length - 8 - length)
    new DataView(out.buffer).setBigUint64(0, BigInt(text.length), true)
    out.set(text, 8)
    out.set(bytes.subarray(8 + length), 8 + text.length)
    return out
  }
}

test.each<[string, string, () => Promise<Files>]>([
  [
    'a file of another size',
    'integrity-mismatch',
    () => withManifest((json) => json.replace(/"bytes":(\d)/, '"bytes":1$1')),
  ],
  [
    'rows that a file has not',
    'catalogue-invalid',
    () =>
      withFile(
        'items-0001',
        inText((text) => text.replace(/^.*\n/, '')),
      ),
  ],
  ['scales that are NaN', 'catalogue-invalid', () => withFile('text-0001', vectors({ scale: Number.NaN }))],
  ['scales that are infinite', 'catalogue-invalid', () => withFile('text-0001', vectors({ scale: Infinity }))],
  [
    'offsets that overflow',
    'catalogue-invalid',
    () =>
      withFile(
        'text-0001',
        header((json) => json.replace(/"data_offsets":\[\d+,\d+\]/, `"data_offsets":[0,${2 ** 53}]`)),
      ),
  ],
  [
    'a shape whose product overflows',
    'catalogue-invalid',
    () =>
      withFile(
        'text-0001',
        header((json) => json.replace(/"shape":\[\d+,\d+\]/, `"shape":[${2 ** 40},${2 ** 40}]`)),
      ),
  ],
  [
    'counts like those of a bomb',
    'catalogue-invalid',
    () => withManifest((json) => json.replace(/"rows":\d+/, `"rows":${PACK_LIMITS.rowsPerShard}`)),
  ],
  [
    'an item count that is none',
    'catalogue-invalid',
    () => withManifest((json) => json.replace(/"itemCount":\d+/, '"itemCount":1e15')),
  ],
  [
    'a prototype key in the manifest',
    'catalogue-invalid',
    () => withManifest((json) => json.replace('{', '{"__proto__":{"x":1},')),
  ],
  [
    'a prototype key in an item',
    'catalogue-invalid',
    () =>
      withFile(
        'items-0001',
        inText((text) => text.replace('"attributes":{', '"attributes":{"__proto__":{"x":1},')),
      ),
  ],
  [
    'an id that stands there twice',
    'catalogue-invalid',
    () =>
      withFile(
        'items-0001',
        inText((text) => text.replace(/"id":"[^"]+"/, '"id":"item-0001"')),
      ),
  ],
  [
    'an id twice in one shard',
    'catalogue-invalid',
    () =>
      withFile(
        'items-0001',
        inText((text) => text.replace(/"id":"[^"]+"/, text.match(/"id":"[^"]+"/g)?.[1] ?? '')),
      ),
  ],
  ['vectors of another space', 'space-mismatch', () => withFile('text-0001', vectors({ space: 'another@1' }))],
])('a revision with %s is refused (%s), and the old one goes on serving', async (what, code, publish) => {
  const { request, files } = await serveCatalogue({
    shardRows: 30,
    open: { storage: 'persistent', name: `hostile-${what.replaceAll(' ', '-')}` },
  })
  const page = async () => {
    const call = callerOf(createEngine({ openStore, createKernels }))
    await call('open', request)
    await call('load', {})
    return call
  }
  const call = await page()
  await call('refresh', {})
  const before = await feed(call)
  for (const [path, bytes] of await publish()) files.set(path, bytes)
  const report = await call('refresh', {})
  expect(report).toMatchObject({ items: 180, catalogueRevision: 'r1' })
  expect(report.degraded[0]).toContain(`(${code})`)
  expect(await feed(call)).toEqual(before)
  expect(({} as { x?: number }).x).toBeUndefined()
  await call('close', {})
  const again = await page()
  expect((await again('status', {})).catalogueRevision).toBe('r1')
  expect(await feed(again)).toEqual(before)
  await again('close', {})
})
