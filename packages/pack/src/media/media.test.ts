import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { encodeWav } from '@locavore/postcards'
import sharp from 'sharp'
import { expect, test, vi } from 'vitest'
import { withFolder } from '../../testing/scratch.js'
import { nanoFolder, openModel } from '../encode/open-model.js'
import { decodeWave } from './decode-wave.js'
import { MediaReader } from './media-reader.js'
import { decodePicture } from './picture/decode-picture.js'
import { shrink } from './picture/shrink.js'

vi.setConfig({ testTimeout: 60_000 })

const { manifest } = await openModel(nanoFolder())
const tower = manifest.towers.image ?? expect.unreachable('the embedded model sees')

const plain = (width: number, height: number, alpha = 1) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 40, b: 10, alpha } } })

test('pictures come upright, on the background, at the size of the tower', async () => {
  const halves = await sharp({ create: { width: 60, height: 30, channels: 3, background: 'red' } })
    .composite([{ input: { create: { width: 30, height: 30, channels: 3, background: 'blue' } }, left: 30, top: 0 }])
    .png()
    .toBuffer()
  // 6: stored lying, to be turned a quarter to the right, so that red is above blue.
  const turned = await sharp(halves)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer()
  const { data, width, height } = await decodePicture(turned, tower)
  expect([width, height]).toEqual([tower.width, tower.height])
  const [top, bottom] = [data.slice(0, 4), data.slice(-4)]
  expect(top[0]).toBeGreaterThan(200)
  expect(bottom[2]).toBeGreaterThan(200)
  const clear = await decodePicture(await plain(20, 20, 0).png().toBuffer(), tower)
  expect([...clear.data.slice(0, 4)]).toEqual([...tower.background, 255])
})

test('formats that browsers decode are decoded; others and broken ones are refused by code', async () => {
  for (const format of ['png', 'jpeg', 'webp', 'gif', 'avif'] as const) {
    const { data } = await decodePicture(await plain(40, 30).toFormat(format).toBuffer(), tower)
    expect(Math.abs((data[0] ?? 0) - 200)).toBeLessThan(6)
  }
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><rect width="4" height="2" fill="#c8280a"/></svg>',
  )
  expect([...(await decodePicture(svg, tower)).data.slice(0, 3)]).toEqual([200, 40, 10])
  await expect(decodePicture(Buffer.from('words'), tower)).rejects.toMatchObject({ code: 'unsupported-media' })
  const jpeg = await plain(400, 300).jpeg().toBuffer()
  await expect(decodePicture(jpeg.subarray(0, jpeg.length >> 1), tower)).rejects.toMatchObject({
    code: 'invalid-picture',
  })
  const bomb = Buffer.from(await plain(10, 10).png().toBuffer())
  bomb.writeUInt32BE(60_000, 16)
  bomb.writeUInt32BE(60_000, 20)
  await expect(decodePicture(bomb, tower)).rejects.toMatchObject({ code: 'picture-too-large' })
})

test('another size keeps a plain colour and the middle of a slope', () => {
  const slope = { width: 501, height: 251, data: new Uint8Array(501 * 251 * 4).fill(255) }
  for (let at = 0; at < 501 * 251; at += 1) slope.data.set([Math.round(((at % 501) * 255) / 500), 77, 77], at * 4)
  for (const side of [1, 2, 100, 112, 300, 600]) {
    const { data } = shrink(slope, side, side)
    expect(data).toHaveLength(side * side * 4)
    expect(data.filter((value, at) => at % 4 === 1 && value !== 77)).toHaveLength(0)
    const row = Math.floor(side / 2) * side
    const middle =
      ((data[(row + Math.floor((side - 1) / 2)) * 4] ?? 0) + (data[(row + Math.floor(side / 2)) * 4] ?? 0)) / 2
    expect(Math.abs(middle - 127.5)).toBeLessThan(3)
  }
})

test('wave files of every width say the same; others are refused', () => {
  const tone = Float32Array.from({ length: 800 }, (_, at) => 0.5 * Math.sin(at / 7))
  const { samples, sampleRate } = decodeWave(encodeWav(tone, 16_000))
  expect(sampleRate).toBe(16_000)
  expect(samples).toHaveLength(800)
  const furthest = samples.reduce((most, value, at) => Math.max(most, Math.abs(value - (tone[at] ?? 0))), 0)
  expect(furthest).toBeLessThan(1e-4)
  for (const [kind, bits] of [
    [1, 8],
    [1, 24],
    [1, 32],
    [3, 32],
    [3, 64],
  ] as const) {
    const wave = decodeWave(stereoWave(kind, bits, tone))
    const off = wave.samples.reduce((most, value, at) => Math.max(most, Math.abs(value - (tone[at] ?? 0) / 2)), 0)
    expect(off).toBeLessThan(bits === 8 ? 0.01 : 1e-4)
  }
  expect(() => decodeWave(Buffer.from('ID3 an MP3 file'))).toThrow(
    expect.objectContaining({ code: 'unsupported-media' }),
  )
  expect(() => decodeWave(encodeWav(tone, 16_000).subarray(0, 40))).toThrow(
    expect.objectContaining({ code: 'invalid-media' }),
  )
})

/** The tone on the left, silence on the right. */
function stereoWave(kind: number, bits: number, tone: Float32Array): Buffer {
  const bytes = bits / 8
  const body = Buffer.alloc(tone.length * 2 * bytes, bits === 8 ? 128 : 0)
  tone.forEach((value, at) => {
    const place = at * 2 * bytes
    if (kind === 3) bits === 64 ? body.writeDoubleLE(value, place) : body.writeFloatLE(value, place)
    else if (bits === 8) body.writeUInt8(Math.round(128 + value * 127), place)
    else body.writeIntLE(Math.round(value * (2 ** (bits - 1) - 1)), place, bytes)
  })
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + body.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(kind, 20)
  head.writeUInt16LE(2, 22)
  head.writeUInt32LE(16_000, 24)
  head.writeUInt32LE(16_000 * 2 * bytes, 28)
  head.writeUInt16LE(2 * bytes, 32)
  head.writeUInt16LE(bits, 34)
  head.write('data', 36)
  head.writeUInt32LE(body.length, 40)
  return Buffer.concat([head, body])
}

test('files are read from the folder only, whatever a table names', async () => {
  await withFolder(async (outer) => {
    const folder = join(outer, 'media')
    await mkdir(folder)
    await writeFile(join(outer, 'secret.txt'), 'secret')
    await writeFile(join(folder, 'a b.png'), 'picture')
    await symlink(join(outer, 'secret.txt'), join(folder, 'link.png'))
    const reader = new MediaReader(folder, undefined)
    expect(Buffer.from(await reader.read('a%20b.png?v=2', 'any')).toString()).toBe('picture')
    expect(Buffer.from(await reader.read('data:text/plain;base64,aGk=', 'any')).toString()).toBe('hi')
    for (const name of ['../secret.txt', 'link.png', join(outer, 'secret.txt'), 'file:///etc/passwd', 'gone.png']) {
      await expect(reader.read(name, 'any')).rejects.toMatchObject({ code: 'invalid-argument' })
    }
    await reader.close()
  })
})

test('addresses are fetched, again after what may pass, and never beyond a stop', async () => {
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    if (request.url === '/gone') response.writeHead(404).end()
    else if (asked === 1) response.writeHead(503).end()
    else if (request.url === '/hangs') response.write('x')
    else response.end('picture')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = new AbortController()
  const reader = new MediaReader(root, stop.signal)
  expect(Buffer.from(await reader.read('some.png', 'any')).toString()).toBe('picture')
  expect(asked).toBe(2)
  await expect(reader.read('gone', 'any')).rejects.toMatchObject({ code: 'fetch-failed' })
  expect(asked).toBe(3)
  const hanging = reader.read('hangs', 'any')
  setTimeout(() => stop.abort(), 50)
  await expect(hanging).rejects.toMatchObject({ code: 'aborted' })
  await reader.close()
  server.closeAllConnections()
  server.close()
})
