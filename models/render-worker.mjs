// Draws one shard at a time: pictures as raw RGB, sounds as 16-bit samples at 16 kHz, then the JSON lines that mark the
// shard as finished.
import { createWriteStream, renameSync, writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import sharp from 'sharp'

sharp.concurrency(1)
sharp.cache(false)
const postcards = await import(workerData.modulePath)
const { LANGUAGES } = postcards
const VARIANTS = { en: 6, zh: 4 }
const OTHER_VARIANTS = 3
const RATE = 16_000
const CALM_SECONDS = 1.2

/** Browsers differ in how they scale, so training sees several ways; figures use the first, 384 pixels wide. */
const WAYS = [
  { scale: 0.6, kernel: 'lanczos3' },
  { scale: 0.6, kernel: 'linear' },
  { scale: 0.45, kernel: 'mitchell' },
  { scale: 0.3, kernel: 'cubic' },
]

async function rasterise(svg, side, way) {
  const picture = sharp(Buffer.from(svg), { density: 72 * way.scale })
  const small = picture.resize(side, side, { fit: 'fill', kernel: way.kernel, fastShrinkOnLoad: false })
  return small.flatten({ background: '#ffffff' }).removeAlpha().toColourspace('srgb').raw().toBuffer()
}

function describe(scene, language) {
  const texts = Array.from({ length: VARIANTS[language] ?? OTHER_VARIANTS }, (_, variant) =>
    postcards.writeCaption(scene, language, variant === 0 ? undefined : variant),
  )
  return [...new Set(texts)]
}

/** The scene in words, every language; the first wording is the card's own. */
function write(scene) {
  const each = (make) => Object.fromEntries(LANGUAGES.map((language) => [language, make(language)]))
  const { left, top, right, bottom } = postcards.subjectBox(scene)
  return {
    scene,
    box: [left, top, right, bottom],
    texts: each((language) => describe(scene, language)),
    titles: each((language) => postcards.writeTitle(scene, language)),
  }
}

async function drawCards(raw, { seeds, side, vary }) {
  const lines = []
  for (const seed of seeds) {
    const scene = postcards.createScene(seed)
    raw.write(await rasterise(postcards.drawPicture(scene), side, WAYS[vary ? seed % WAYS.length : 0]))
    lines.push(write(scene))
  }
  return lines
}

function renderSounds(raw, { seeds }) {
  return seeds.map((seed) => {
    const scene = postcards.createScene(seed)
    const samples = Int16Array.from(postcards.renderSound(scene, { sampleRate: RATE }), (value) => value * 32_767)
    raw.write(Buffer.from(samples.buffer))
    return { scene, samples: samples.length, events: postcards.soundEvents(scene) }
  })
}

/** Of every clip with something to see: a frame just after each event begins, and frames with no event near. */
async function drawMoments(raw, { seeds, side, vary }) {
  const lines = []
  for (const seed of seeds) {
    const scene = postcards.createScene(seed)
    const events = postcards.clipEvents(scene).filter(({ name }) => name !== 'hop')
    const moments = events.map(({ name, seconds }) => ({
      name,
      seconds: Math.min(postcards.CLIP_SECONDS, seconds + ((seed % 7) / 7) * 0.3),
    }))
    for (
      let seconds = (seed % 10) / 10;
      seconds <= postcards.CLIP_SECONDS && moments.length < events.length + 2;
      seconds += 0.9
    )
      if (events.every((event) => Math.abs(event.seconds - seconds) > CALM_SECONDS))
        moments.push({ name: null, seconds })
    for (const moment of moments) {
      raw.write(await rasterise(postcards.drawFrame(scene, moment.seconds), side, WAYS[vary ? seed % WAYS.length : 0]))
      lines.push({ scene, ...moment })
    }
  }
  return lines
}

const DRAW = { cards: drawCards, sounds: renderSounds, moments: drawMoments }

parentPort.on('message', async (shard) => {
  const raw = createWriteStream(`${shard.path}.raw`)
  const lines = await DRAW[shard.draw](raw, shard)
  await new Promise((done) => raw.end(done))
  writeFileSync(`${shard.path}.partial`, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
  renameSync(`${shard.path}.partial`, `${shard.path}.jsonl`)
  parentPort.postMessage(shard.path)
})
