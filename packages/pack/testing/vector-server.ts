import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createPostcard, drawPicture, encodeWav, renderSound } from '@locavore/postcards'
import sharp from 'sharp'
import type { Plugin } from 'vite'
import { writePostcards } from './postcard-site.js'
import { randomLikes } from './random-likes.js'

/** `/packed/<what>/<seed>`: media of a postcard, and the vectors that Node makes of them with a variant of nano. */
const ROUTE = /^\/packed\/(plain\.png|wide\.jpg|card\.svg|sound\.wav|words|vectors\/\w+)\/(\d+)$/

/** Of the embedded model: a picture of this size is not made smaller. */
const SIDE = 112

async function medium(what: string, seed: number): Promise<Buffer | string> {
  const { scene, text } = createPostcard(seed)
  if (what === 'words') return text.en
  if (what === 'sound.wav') return Buffer.from(encodeWav(renderSound(scene), 16_000))
  const drawing = Buffer.from(drawPicture(scene))
  if (what === 'card.svg') return drawing
  const [width, height] = what === 'plain.png' ? [SIDE, SIDE] : [1600, 1200]
  const picture = sharp(drawing, { density: 200 }).resize(width, height, { fit: 'fill' })
  return what === 'plain.png' ? picture.png().toBuffer() : picture.jpeg({ quality: 90 }).toBuffer()
}

const load = (path: string) =>
  import(/* @vite-ignore */ pathToFileURL(fileURLToPath(new URL(`../dist/${path}`, import.meta.url))).href)

/** By the built package, as a publisher runs it. */
async function vectors(variant: string, seed: number): Promise<string> {
  const { nanoFolder, openModel }: typeof import('../src/encode/open-model.js') = await load('encode/open-model.js')
  const { ModelEncoder }: typeof import('../src/encode/model-encoder.js') = await load('encode/model-encoder.js')
  // Whole-number weights may lie further from the golden vectors than a publisher's do; the browser's lie where these do.
  const encoder = new ModelEncoder(await openModel(nanoFolder(), variant), { leastCosine: 0.99 })
  const bytes = async (what: string) => Buffer.from(await medium(what, seed))
  try {
    return JSON.stringify({
      words: [...(await encoder.text(String(await medium('words', seed))))],
      'plain.png': [...(await encoder.picture(await bytes('plain.png')))],
      'wide.jpg': [...(await encoder.picture(await bytes('wide.jpg')))],
      'card.svg': [...(await encoder.picture(await bytes('card.svg')))],
      'sound.wav': [...(await encoder.sound(await bytes('sound.wav')))],
    })
  } finally {
    await encoder.close()
  }
}

/** `/packed/encode/<what>/<variant>`: the vector of a medium that is sent; 501 where there is no ffmpeg. */
const ENCODE = /^\/packed\/encode\/(sound|clip)\/(\w+)$/

async function encodeSent(request: IncomingMessage, what: string, variant: string): Promise<Uint8Array | undefined> {
  const { nanoFolder, openModel }: typeof import('../src/encode/open-model.js') = await load('encode/open-model.js')
  const { ModelEncoder }: typeof import('../src/encode/model-encoder.js') = await load('encode/model-encoder.js')
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const encoder = new ModelEncoder(await openModel(nanoFolder(), variant), { leastCosine: 0.99 })
  try {
    if ((await encoder.decoder()) === '') return undefined
    const bytes = Buffer.concat(pieces)
    return Buffer.from(JSON.stringify([...(await (what === 'clip' ? encoder.clip(bytes) : encoder.sound(bytes)))]))
  } finally {
    await encoder.close()
  }
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
  const [, variant] = what.split('/')
  const answer = variant === undefined ? medium(what, Number(seed)) : vectors(variant, Number(seed))
  answer.then(
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
