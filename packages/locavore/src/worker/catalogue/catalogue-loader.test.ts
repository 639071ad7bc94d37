import { describe, expect, onTestFinished, test } from 'vitest'
import { serveFiles } from '../../../testing/catalogue-server.js'
import { clusteredCatalogue, sha256 } from '../../../testing/clustered-catalogue.js'
import type { CatalogueRequest } from '../../shared/protocol.js'
import { loadCatalogue } from './catalogue-loader.js'

const encoder = new TextEncoder()

async function served() {
  const catalogue = await clusteredCatalogue({ clusters: 2, perCluster: 5 })
  const files = new Map<string, Uint8Array>(catalogue.files)
  const server = await serveFiles(files)
  onTestFinished(server.close)
  const requests: CatalogueRequest[] = []
  const load = (signal = new AbortController().signal, held?: { revision: string; spaceId: string }) =>
    loadCatalogue(server.url, {
      signal,
      note: (request) => requests.push(request),
      ...(held === undefined ? {} : { held }),
    })
  /** Changes the manifest as `change` says. */
  const edit = (change: (manifest: Record<string, unknown>) => void) => {
    const manifest = structuredClone(catalogue.manifest) as unknown as Record<string, unknown>
    change(manifest)
    files.set('manifest.json', encoder.encode(JSON.stringify(manifest)))
  }
  /** Publishes other bytes under a path, with the right size and hash in the manifest. */
  const publish = async (path: 'items.jsonl' | 'text.i8', bytes: Uint8Array<ArrayBuffer>) => {
    files.set(path, bytes)
    const entry = { path, bytes: bytes.length, sha256: await sha256(bytes) }
    edit((manifest) => {
      if (path === 'items.jsonl') manifest['items'] = entry
      else manifest['vectors'] = [{ modality: 'text', ...entry }]
    })
  }
  return { ...catalogue, files, load, edit, publish, requests, server }
}

describe('a good catalogue', () => {
  test('comes whole, with absolute picture addresses, and every request is noted', async () => {
    const { load, items, requests, server } = await served()
    const loaded = await load()
    expect(loaded?.items.map(({ id }) => id)).toEqual(items.map(({ id }) => id))
    expect(loaded?.items[3]?.image).toBe(new URL('pictures/3.svg', server.url).href)
    expect(loaded?.rows.map(({ modality, rows }) => [modality, rows.count])).toEqual([
      ['text', 10],
      ['image', 10],
    ])
    expect(requests.map(({ url }) => new URL(url).pathname).sort()).toEqual([
      '/image.i8',
      '/items.jsonl',
      '/manifest.json',
      '/text.i8',
    ])
    expect(requests.every(({ bytes, from }) => bytes > 0 && from === 'network')).toBe(true)
  })

  test('that is held already costs the manifest alone', async () => {
    const { load, manifest, requests } = await served()
    expect(await load(undefined, { revision: manifest.revision, spaceId: manifest.space.id })).toBeUndefined()
    expect(requests).toHaveLength(1)
  })
})

describe('a bad catalogue', () => {
  test('one flipped bit in any file is an integrity mismatch', async () => {
    for (const path of ['items.jsonl', 'text.i8', 'image.i8']) {
      const { files, load } = await served()
      const bytes = (files.get(path) ?? new Uint8Array()).slice()
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      files.set(path, bytes)
      await expect(load()).rejects.toMatchObject({ code: 'integrity-mismatch' })
    }
  })

  test('files shorter or longer than the manifest says are refused', async () => {
    for (const change of [-1, 1]) {
      const { files, load } = await served()
      const bytes = files.get('text.i8') ?? new Uint8Array()
      const other = new Uint8Array(bytes.length + change)
      other.set(bytes.subarray(0, other.length))
      files.set('text.i8', other)
      await expect(load()).rejects.toMatchObject({ code: 'integrity-mismatch' })
    }
  })

  test('a missing file or manifest is a failed fetch, and is noted', async () => {
    for (const path of ['manifest.json', 'image.i8']) {
      const { files, load, requests } = await served()
      files.delete(path)
      await expect(load()).rejects.toMatchObject({ code: 'fetch-failed' })
      expect(requests.length).toBeGreaterThan(0)
    }
  })

  test('manifests that are none, or do not add up, are refused', async () => {
    const { files, load, edit } = await served()
    const refused = async () => expect(load()).rejects.toMatchObject({ code: 'catalogue-invalid' })
    for (const text of ['', '<!doctype html>', 'null', '[]', '{}', '"x"']) {
      files.set('manifest.json', encoder.encode(text))
      await refused()
    }
    files.set('manifest.json', new Uint8Array(1_048_577))
    await refused()
    const edits: ((manifest: Record<string, unknown>) => void)[] = [
      (manifest) => Object.assign(manifest, { format: 'locavore-catalogue@2' }),
      (manifest) => Object.assign(manifest, { revision: '' }),
      (manifest) => Object.assign(manifest, { itemCount: 1e12 }),
      (manifest) => Object.assign(manifest, { itemCount: 9 }),
      (manifest) => Object.assign(manifest, { space: { id: 's', dimensions: -1, modalities: ['text'] } }),
      (manifest) => Object.assign(manifest, { space: { id: 's', dimensions: 24, modalities: ['smell'] } }),
      (manifest) => Object.assign(manifest, { vectors: 'none' }),
      (manifest) => Object.assign(manifest, { items: { path: 'items.jsonl', bytes: 5, sha256: 'x' } }),
      (manifest) => Object.assign(manifest.items as object, { path: 'https://elsewhere.example/items.jsonl' }),
      (manifest) => Object.assign(manifest.items as object, { path: '//elsewhere.example/items.jsonl' }),
    ]
    for (const change of edits) {
      edit(change)
      await refused()
    }
  })

  test('more items than a device keeps are refused before they are fetched', async () => {
    const { load, edit, requests } = await served()
    edit((manifest) => Object.assign(manifest, { itemCount: 200_001 }))
    await expect(load()).rejects.toMatchObject({
      code: 'catalogue-invalid',
      message: expect.stringContaining('from 0 to 200000'),
    })
    expect(requests).toHaveLength(1)
  })

  test('items that are wrong are refused by line, and none of them is used', async () => {
    const { load, publish, items } = await served()
    const line = (change: object, index = 4) =>
      encoder.encode(
        items.map((item, at) => JSON.stringify(at === index ? { ...item, ...change } : item)).join('\n'),
      ) as Uint8Array<ArrayBuffer>
    for (const change of [
      { id: '' },
      { id: items[0]?.id },
      { title: 5 },
      { image: 'javascript:alert(1)' },
      { attributes: { constructor: 'x' } },
      { popularity: -1 },
      { owner: 'nobody' },
    ]) {
      await publish('items.jsonl', line(change))
      await expect(load()).rejects.toMatchObject({
        code: 'catalogue-invalid',
        message: expect.stringContaining('line 5'),
      })
    }
    await publish('items.jsonl', line({}).slice(0, -200))
    await expect(load()).rejects.toMatchObject({ code: 'catalogue-invalid' })
  })

  test('scales that are not finite, or negative, are refused', async () => {
    for (const scale of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
      const { load, publish, files } = await served()
      const bytes = new Uint8Array(files.get('text.i8') ?? [])
      new DataView(bytes.buffer).setFloat32(bytes.length - 4, scale, true)
      await publish('text.i8', bytes)
      await expect(load()).rejects.toMatchObject({ code: 'catalogue-invalid' })
    }
  })

  test('loading can be given up', async () => {
    const { load } = await served()
    const controller = new AbortController()
    controller.abort()
    await expect(load(controller.signal)).rejects.toMatchObject({ code: 'aborted' })
  })
})
