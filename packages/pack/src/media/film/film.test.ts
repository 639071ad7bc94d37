import { spawnSync } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeWav } from '@locavore/postcards'
import { expect, test, vi } from 'vitest'
import { collect, withFolder } from '../../../testing/scratch.js'
import { nanoFolder, openModel } from '../../encode/open-model.js'
import { containerOf } from './container.js'
import { Ffmpeg } from './ffmpeg.js'
import { coloursOf, toPixels } from './film-colours.js'
import { readFilm } from './read-film.js'
import { readSound } from './read-sound.js'
import { readY4m } from './y4m.js'

vi.setConfig({ testTimeout: 60_000 })

const isHere = spawnSync('ffmpeg', ['-version']).status === 0
if (!isHere) console.log('No ffmpeg on this machine: what it decodes is not tested.')

const { manifest } = await openModel(nanoFolder())
const tower = manifest.towers.image ?? expect.unreachable('the embedded model sees')

/** Made by ffmpeg itself, from its own sources. */
function made(...args: readonly string[]): Buffer {
  const { stdout, status } = spawnSync('ffmpeg', ['-v', 'error', ...args, 'pipe:1'], { maxBuffer: 1e8 })
  expect(status).toBe(0)
  return stdout
}

const tone = Float32Array.from({ length: 16_000 }, (_, at) => 0.5 * Math.sin(at / 7))
const copies = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('locavore-media-'))

test('without ffmpeg, WAVE is read, and everything else refused with what to do', async () => {
  const none = new Ffmpeg('no-such-ffmpeg')
  const [wave] = await collect(readSound(encodeWav(tone, 16_000), 16_000, none))
  expect(wave).toHaveLength(16_000)
  await expect(collect(readSound(Buffer.from('OggS and more'), 16_000, none))).rejects.toMatchObject({
    code: 'unsupported-media',
    message: expect.stringMatching(/no "no-such-ffmpeg" on this machine.*apt install ffmpeg.*--ffmpeg/),
  })
  expect(await none.version()).toBeUndefined()
})

test('a file is only ever read as what its first bytes say; playlists and texts are nothing', () => {
  expect(containerOf(Buffer.from('....ftypisom'))).toBe('mov')
  expect(containerOf(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]))).toBe('matroska')
  expect(containerOf(Buffer.from([0xff, 0xfb, 0x90, 0]))).toBe('mp3')
  expect(containerOf(Buffer.from([0xff, 0xf1, 0x50, 0x80]))).toBe('aac')
  for (const text of ['', '#EXTM3U\nfile:///etc/passwd', 'ffconcat version 1.0\nfile /etc/passwd', '<?xml?>']) {
    expect(containerOf(Buffer.from(text))).toBeUndefined()
  }
})

test('pictures arrive whole however they are cut into pieces; other words are refused', async () => {
  const bytes = Buffer.from('YUV4MPEG2 W3 H1 F4:1 C420\nFRAME\nabcuUvVFRAME Ip\n\n\n\nwWxX', 'latin1')
  for (const step of [1, 3, 7, 100]) {
    const pieces = (async function* () {
      for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
    })()
    const pictures = await collect(readY4m(pieces))
    expect(pictures.map(({ width, height }) => [width, height])).toEqual([
      [3, 1],
      [3, 1],
    ])
    expect(pictures.map(({ data }) => String.fromCharCode(...data))).toEqual(['abcuUvV', '\n\n\nwWxX'])
  }
  const words = (async function* () {
    yield Buffer.alloc(600, 'x')
  })()
  await expect(collect(readY4m(words))).rejects.toMatchObject({ code: 'invalid-media' })
})

test('what a file says of its colours is believed, and what it does not say is BT.709, limited', () => {
  const colours = (facts: string) =>
    coloursOf(`  Stream #0:1(und): Video: h264 (High) (avc1 / 0x31), yuv420p${facts}, 64x36 [SAR 1:1`)
  const usual = { matrix: 'bt709', range: 'limited' }
  for (const facts of ['', '(progressive)', '(tv, progressive)', '(tv, bt709)', '(tv, unknown/bt709/smpte170m)'])
    expect(colours(facts)).toEqual(usual)
  expect(colours('(pc, bt709/bt709/iec61966-2-1, progressive)')).toEqual({ matrix: 'bt709', range: 'full' })
  expect(colours('(tv, smpte170m/bt709/bt709)')).toEqual({ matrix: 'bt601', range: 'limited' })
  expect(colours('(pc, bt470bg)')).toEqual({ matrix: 'bt601', range: 'full' })
  const cover = 'Stream #0:0: Video: mjpeg, yuvj420p(pc, bt470bg/unknown/unknown), 64x36 (attached pic)\n'
  expect(coloursOf(`${cover}${'Stream #0:1: Video: vp9, yuv420p(tv), 64x36'}`)).toEqual(usual)
})

test('grey is grey in every range, a colour is nearly what its formula says, four pixels share it', () => {
  const planes = (y: number, u: number, v: number) => ({
    width: 3,
    height: 1,
    data: Uint8Array.of(y, y, y, u, u, v, v),
  })
  const first = (y: number, u: number, v: number, matrix: 'bt601' | 'bt709', range: 'full' | 'limited') => [
    ...toPixels(planes(y, u, v), { matrix, range }).data.slice(0, 4),
  ]
  for (const matrix of ['bt601', 'bt709'] as const) {
    expect(first(16, 128, 128, matrix, 'limited')).toEqual([0, 0, 0, 255])
    expect(first(235, 128, 128, matrix, 'limited')).toEqual([255, 255, 255, 255])
    expect(first(0, 128, 128, matrix, 'full')).toEqual([0, 0, 0, 255])
    expect(first(255, 128, 128, matrix, 'full')).toEqual([255, 255, 255, 255])
  }
  // Pure red by both standards.
  expect(first(81, 90, 240, 'bt601', 'limited')[0]).toBeGreaterThan(252)
  expect(first(63, 102, 240, 'bt709', 'limited')[0]).toBeGreaterThan(252)
  const two = toPixels(
    { width: 3, height: 1, data: Uint8Array.of(90, 90, 90, 128, 200, 128, 128) },
    { matrix: 'bt709', range: 'full' },
  )
  expect([2, 6, 10].map((at) => two.data[at])).toEqual([90, 90, 224])
})

test.skipIf(!isHere)('sounds of every kind say what the WAVE file says, and no copy of a file is left', async () => {
  const ffmpeg = new Ffmpeg()
  const before = await copies()
  for (const [format, codec] of [
    ['mp3', 'libmp3lame'],
    ['flac', 'flac'],
    ['adts', 'aac'],
    ['ogg', 'libvorbis'],
    ['matroska', 'pcm_s16le'],
    ['wav', 'adpcm_ms'],
  ] as const) {
    const file = made('-f', 'lavfi', '-i', 'sine=frequency=440:duration=2', '-ar', '44100', '-c:a', codec, '-f', format)
    const pieces = await collect(readSound(file, 16_000, ffmpeg))
    const samples = pieces.flatMap((piece) => [...piece])
    expect(Math.abs(samples.length / 16_000 - 2), format).toBeLessThan(0.1)
    const middle = samples.slice(8_000, 24_000)
    const crossings = middle.filter((value, at) => value > 0 !== (middle[at - 1] ?? value) > 0).length
    expect(Math.abs(crossings - 880), format).toBeLessThan(5)
  }
  expect(await copies()).toEqual(before)
})

test.skipIf(!isHere)(
  'a film is looked at four times a second; a cut-off one as far as it goes; others are refused',
  async () => {
    const ffmpeg = new Ffmpeg()
    const source = 'color=red:duration=2:rate=10[a];color=blue:duration=2:rate=10[b];[a][b]concat'
    const film = made('-f', 'lavfi', '-i', source, '-c:v', 'libvpx', '-f', 'webm')
    const copy = await ffmpeg.open(film)
    const { from, to, frames } = await readFilm(ffmpeg, copy, tower)
    expect([from, to]).toEqual([0, 4])
    expect(frames.map(({ seconds }) => seconds)).toEqual(Array.from({ length: 16 }, (_, at) => at / 4))
    const isRed = frames.map(({ pixels }) => (pixels[0] ?? 0) > (pixels[2] ?? 0))
    expect(isRed).toEqual(frames.map(({ seconds }) => seconds < 2))
    await copy.close()
    for (const [bytes, code] of [
      [film.subarray(0, 200), 'invalid-media'],
      [made('-f', 'lavfi', '-i', 'sine=duration=1', '-f', 'ogg'), 'no-content'],
    ] as const) {
      const wrong = await ffmpeg.open(bytes)
      await expect(readFilm(ffmpeg, wrong, tower)).rejects.toMatchObject({ code })
      await wrong.close()
    }
  },
)

test('a decoder that fails says why, one that is stopped ends', async () => {
  await withFolder(async (folder) => {
    const script = join(folder, 'fails')
    await writeFile(
      script,
      '#!/bin/sh\n[ "$1" = -version ] && echo fails 1 && exit 0\necho "broken pipe dream" >&2\nexit 3\n',
      {
        mode: 0o755,
      },
    )
    const failing = collect(readSound(Buffer.from('OggS'), 16_000, new Ffmpeg(script)))
    await expect(failing).rejects.toMatchObject({
      code: 'invalid-media',
      message: expect.stringMatching(/broken pipe dream/),
    })
    const hangs = join(folder, 'hangs')
    await writeFile(hangs, '#!/bin/sh\n[ "$1" = -version ] && exit 0\nexec sleep 100\n', { mode: 0o755 })
    const stop = new AbortController()
    const hanging = collect(readSound(Buffer.from('OggS'), 16_000, new Ffmpeg(hangs, stop.signal)))
    setTimeout(() => stop.abort(), 300)
    await expect(hanging).rejects.toMatchObject({ code: 'aborted' })
  })
})
