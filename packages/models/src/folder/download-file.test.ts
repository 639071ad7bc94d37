import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { startProxy } from '../../testing/connect-proxy.js'
import { COMMIT, type Hub, startHub } from '../../testing/hub-server.js'
import { withFolder } from '../../testing/scratch.js'
import type { ModelSource } from '../source/model-source.js'
import { openSource } from '../source/open-source.js'
import { downloadFile } from './download-file.js'

// Sockets on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000 })

const WEIGHTS = Buffer.from(Uint8Array.from({ length: 400_000 }, (_, at) => (at * at * 7 + at) & 255))
const PATH = 'onnx/text_model.onnx'
const FILES = new Map([
  ['config.json', Buffer.from('{"model_type":"clip"}')],
  [PATH, WEIGHTS],
  ...Array.from({ length: 12 }, (_, at) => [`more/${at}.json`, Buffer.from(`{"at":${at}}`)] as const),
])

let hub: Hub | undefined
beforeEach(async () => {
  await hub?.close()
  hub = await startHub({ 'test/clip': FILES })
})
afterAll(() => hub?.close())

interface Setting {
  readonly token?: string
  readonly proxy?: string
  readonly signal?: AbortSignal
  /** Told how many bytes there are after each piece. */
  readonly onSum?: (bytes: number) => void
}

/** Opens the test's model and brings one of its files to a folder. */
async function bring(to: string, setting: Setting = {}, path = PATH) {
  const { signal = new AbortController().signal, onSum, ...request } = setting
  const retry = { retries: 4, signal, firstWaitMs: 1 }
  const source = await openSource({ id: 'test/clip', revision: 'main', from: here().url, ...request }, retry)
  let bytes = 0
  const onBytes = (count: number) => {
    bytes += count
    onSum?.(bytes)
  }
  const target = join(to, 'file')
  try {
    await downloadFile(source, fileOf(source, path), target, { ...retry, onBytes })
    return { bytes, content: await readFile(target) }
  } finally {
    await source.close()
  }
}

const fileOf = (source: ModelSource, path: string) => {
  const file = source.files.find((candidate) => candidate.path === path)
  if (file === undefined) throw new Error(`${path} is not listed`)
  return file
}

const here = () => {
  if (hub === undefined) throw new Error('no hub')
  return hub
}

const rangesOf = () => here().requests.flatMap((request) => /bytes=\d+-/.exec(request) ?? [])

test('the listing is read to its last page, and every file is asked for at the commit', async () => {
  await withFolder(async (to) => {
    const { content } = await bring(to, {}, 'more/11.json')
    expect(content.toString()).toBe('{"at":11}')
    expect(here().requests.at(-1)).toBe(`GET /test/clip/resolve/${COMMIT}/more/11.json`)
  })
})

test('a line that is cut goes on where it broke off, and the count of bytes stays true', async () => {
  Object.assign(here().manners, { cuts: 2, cutAfter: 150_000 })
  await withFolder(async (to) => {
    const { bytes, content } = await bring(to)
    expect(content.equals(WEIGHTS)).toBe(true)
    expect(bytes).toBe(WEIGHTS.length)
    expect(rangesOf()).toHaveLength(2)
  })
})

test('what an aborted run left is taken up by the next', async () => {
  await withFolder(async (to) => {
    const stop = new AbortController()
    const onSum = (bytes: number) => {
      if (bytes >= 100_000) stop.abort()
    }
    const running = bring(to, { signal: stop.signal, onSum })
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
    expect(existsSync(join(to, 'file'))).toBe(false)
    expect((await bring(to)).content.equals(WEIGHTS)).toBe(true)
    expect(rangesOf()).toHaveLength(1)
    if (existsSync(join(to, 'file.part'))) throw new Error('the part is still there')
  })
})

test('a server without ranges sends all of it again; a damaged part is thrown away', async () => {
  await withFolder(async (to) => {
    await writeFile(join(to, 'file.part'), WEIGHTS.subarray(0, 1000))
    here().manners.ignoresRanges = true
    expect((await bring(to)).content.equals(WEIGHTS)).toBe(true)
  })
  await withFolder(async (to) => {
    await writeFile(join(to, 'file.part'), Buffer.alloc(1000, 1))
    here().manners.ignoresRanges = false
    const { bytes, content } = await bring(to)
    expect(content.equals(WEIGHTS)).toBe(true)
    expect(bytes).toBe(WEIGHTS.length)
  })
})

test.each([false, true])(
  'wrong bytes are refused and nothing of them stays; hashes hidden from the listing: %s',
  async (hidesHashes) => {
    Object.assign(here().manners, { isTampered: true, hidesHashes })
    await withFolder(async (to) => {
      await expect(bring(to)).rejects.toMatchObject({ code: 'integrity-mismatch', details: { file: PATH } })
      expect([existsSync(join(to, 'file')), existsSync(join(to, 'file.part'))]).toEqual([false, false])
    })
  },
)

test('a busy server is asked again, a missing model is not', async () => {
  here().manners.failures = 3
  await withFolder(async (to) => {
    expect((await bring(to)).content.equals(WEIGHTS)).toBe(true)
    const retry = { retries: 4, signal: new AbortController().signal, firstWaitMs: 1 }
    const before = here().requests.length
    const missing = openSource({ id: 'test/none', revision: 'main', from: here().url }, retry)
    await expect(missing).rejects.toMatchObject({ code: 'fetch-failed', details: { status: 404 } })
    expect(here().requests).toHaveLength(before + 1)
  })
})

test('a gated model wants a token, which never reaches the store it is redirected to', async () => {
  here().manners.token = 'secret'
  await withFolder(async (to) => {
    await expect(bring(to)).rejects.toThrow(/HF_TOKEN/)
    await expect(bring(to, { token: 'other' })).rejects.toThrow(/accept the terms/)
    expect((await bring(to, { token: 'secret' })).content.equals(WEIGHTS)).toBe(true)
    expect(here().leaked).toEqual([])
  })
})

test('a token is not sent without encryption', async () => {
  const retry = { retries: 0, signal: new AbortController().signal }
  const request = { id: 'test/clip', revision: 'main', from: 'http://hub.example', token: 'secret' }
  expect(() => openSource(request, retry)).toThrow(/without encryption/)
})

test('behind a proxy every request goes through it', async () => {
  const proxy = await startProxy()
  await withFolder(async (to) => {
    expect((await bring(to, { proxy: proxy.url })).content.equals(WEIGHTS)).toBe(true)
  })
  await proxy.close()
  const own = new URL(here().url).host
  expect(proxy.tunnels).toContain(own)
  expect(new Set(proxy.tunnels).size).toBe(2)
})

test('offline, the error says what can be done', async () => {
  const retry = { retries: 1, signal: new AbortController().signal, firstWaitMs: 1 }
  const nobody = openSource({ id: 'test/clip', revision: 'main', from: 'http://127.0.0.1:9' }, retry)
  await expect(nobody).rejects.toMatchObject({ code: 'fetch-failed' })
  await expect(nobody).rejects.toThrow(/Offline\?.*--from.*HTTPS_PROXY/)
})
