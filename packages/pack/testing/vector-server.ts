import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createPostcard, drawPicture, encodeWav, renderSound, writeTexts } from '@locavore/postcards'
import sharp from 'sharp'
import type { Plugin } from 'vite'
import type { ModelEncoder } from '../src/encode/model-encoder.js'
import { madeMedium } from './made-media.js'
import { writePostcards } from './postcard-site.js'
import { randomLikes } from './random-likes.js'

/** `/packed/<what>/<seed>`: media of a postcard; its words in every language, as JSON. */
const ROUTE = /^\/packed\/([\w-]+\.(?:png|jpg|webp|svg|wav)|words)\/(\d+)$/

/** Of the embedded model: a picture of this size is not made smaller. */
const SIDE = 112

async function medium(what: string, seed: number): Promise<Buffer | string> {
  const { scene } = createPostcard(seed)
  if (what === 'words') {
    const texts = Object.entries(writeTexts(scene)).map(([language, words]) => [
      language,
      Object.values(words).join('\n'),
    ])
    return JSON.stringify(Object.fromEntries(texts))
  }
  if (what.endsWith('.wav')) {
    const sampleRate = what === 'music.wav' ? 44_100 : 16_000
    return Buffer.from(encodeWav(renderSound(scene, { sampleRate }), sampleRate))
  }
  const drawing = Buffer.from(drawPicture(scene))
  if (what === 'card.svg') return drawing
  const [width, height] = what === 'plain.png' ? [SIDE, SIDE] : [1600, 1200]
  const picture = sharp(drawing, { density: 200 }).resize(width, height, { fit: 'fill' })
  if (what.endsWith('.png')) return picture.png().toBuffer()
  return what.endsWith('.webp') ? picture.webp({ quality: 85 }).toBuffer() : picture.jpeg({ quality: 90 }).toBuffer()
}

const load = (path: string) =>
  import(/* @vite-ignore */ pathToFileURL(fileURLToPath(new URL(`../dist/${path}`, import.meta.url))).href)

const encoders = new Map<string, Promise<ModelEncoder>>()

/** Of the built package, as a publisher runs it. */
function encoderOf(variant: string): Promise<ModelEncoder> {
  const known = encoders.get(variant) ?? openEncoder(variant)
  encoders.set(variant, known)
  return known
}

async function openEncoder(variant: string): Promise<ModelEncoder> {
  const { nanoFolder, openModel }: typeof import('../src/encode/open-model.js') = await load('encode/open-model.js')
  const { ModelEncoder }: typeof import('../src/encode/model-encoder.js') = await load('encode/model-encoder.js')
  return new ModelEncoder(await openModel(nanoFolder(), variant === 'default' ? undefined : variant))
}

/**
 * `/packed/encode/<what>/<variant>`: the vector that Node makes of a medium that is sent; 501 where that takes an ffmpeg
 * and there is none. The variant is one of nano's, or `default`: what a publisher's vectors are made with.
 */
const ENCODE = /^\/packed\/encode\/(text|picture|sound|clip)\/(\w+)$/

async function encodeSent(request: IncomingMessage, what: string, variant: string): Promise<string | undefined> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const bytes = Buffer.concat(pieces)
  const encoder = await encoderOf(variant)
  if (what === 'text') return JSON.stringify([...(await encoder.text(String(bytes)))])
  if (what === 'picture') return JSON.stringify([...(await encoder.picture(bytes))])
  const isPacked = what === 'clip' || bytes.toString('latin1', 0, 4) !== 'RIFF'
  if (isPacked && (await encoder.decoder()) === '') return undefined
  return JSON.stringify([...(await (what === 'clip' ? encoder.clip(bytes) : encoder.sound(bytes)))])
}

function serveEncoding(request: IncomingMessage, response: ServerResponse, what: string, variant: string): void {
  encodeSent(request, what, variant).then(
    (body) => response.writeHead(body === undefined ? 501 : 200).end(body),
    (thrown: unknown) => response.writeHead(500).end(String(thrown)),
  )
}

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  wav: 'audio/wav',
}

let site: Promise<string> | undefined

/** A pack of postcards with what was learnt from made people, built once by the built package. */
async function buildSite(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'locavore-packed-'))
  const items = await writePostcards(folder, SITE_ITEMS)
  const rows = [...randomLikes(250, SITE_ITEMS, 10, 11)].map(
    ([person, item]) => `p${person},pc-${String(item).padStart(6, '0')}`,
  )
  await writeFile(join(folder, 'likes.csv'), `person,item\n${rows.join('\n')}\n`)
  const { buildPack }: typeof import('../src/index.js') = await load('index.js')
  const to = join(folder, 'pack')
  await buildPack({
    items: [items],
    to,
    name: 'postcards',
    licence: 'Apache-2.0',
    modalities: ['text'],
    shardRows: 25,
    learn: { paths: [join(folder, 'likes.csv')], leastPeople: 5, factorDimensions: 8 },
  })
  return to
}

const SITE_ITEMS = 60
/** `/packed/made/<name>`: what ffmpeg makes; 501 without one. */
const MADE = /^\/packed\/made\/([\w.-]+)$/
/** Files of `fixtures/pictures`. */
const PICTURE = /^\/packed\/pictures\/([\w.-]+)$/
const SITE = /^\/packed\/site\/([\w.-]+)$/

function serveSite(name: string, response: ServerResponse): void {
  site ??= buildSite()
  send(
    response,
    site.then((folder) => readFile(join(folder, name))),
  )
}

function send(response: ServerResponse, body: Promise<Uint8Array>): void {
  body.then(
    (bytes) => response.end(bytes),
    (thrown: unknown) => response.writeHead(404).end(String(thrown)),
  )
}

function serve(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const [, picture] = PICTURE.exec(new URL(request.url ?? '/', 'http://site').pathname) ?? []
  if (picture !== undefined) {
    send(response, readFile(fileURLToPath(new URL(`../fixtures/pictures/${picture}`, import.meta.url))))
    return
  }
  const [, made] = MADE.exec(new URL(request.url ?? '/', 'http://site').pathname) ?? []
  if (made !== undefined) {
    madeMedium(made).then((body) => response.writeHead(body === undefined ? 501 : 200).end(body))
    return
  }
  const [, sent = '', wanted = ''] = ENCODE.exec(new URL(request.url ?? '/', 'http://site').pathname) ?? []
  if (sent !== '') {
    serveEncoding(request, response, sent, wanted)
    return
  }
  const [, name] = SITE.exec(new URL(request.url ?? '/', 'http://site').pathname) ?? []
  if (name !== undefined) {
    serveSite(name, response)
    return
  }
  const [, what = '', seed = ''] = ROUTE.exec(new URL(request.url ?? '/', 'http://site').pathname) ?? []
  if (what === '') {
    next()
    return
  }
  medium(what, Number(seed)).then(
    (body) => {
      response.setHeader('content-type', TYPES[what.split('.')[1] ?? ''] ?? 'text/plain; charset=utf-8')
      response.end(body)
    },
    (thrown: unknown) => response.writeHead(500).end(String(thrown)),
  )
}

/** Lets browser tests hold a browser's vectors against those of Node. */
export function vectorServer(): Plugin {
  return {
    name: 'locavore-test-vectors',
    configureServer(server) {
      server.middlewares.use(serve)
    },
  }
}
