// Draws one shard at a time: pictures as raw RGB, then the JSON lines that mark the shard as finished.
import { createWriteStream, renameSync, writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import sharp from 'sharp'

sharp.concurrency(1)
sharp.cache(false)
const postcards = await import(workerData.modulePath)
const VARIANTS = 6
const ALTERED = ['place', 'weather', 'hour', 'season', 'subject', 'mood', 'style', 'palette']
const LISTS = {
  place: postcards.PLACES,
  weather: postcards.WEATHERS,
  hour: postcards.HOURS,
  season: postcards.SEASONS,
  subject: postcards.SUBJECTS,
  mood: postcards.MOODS,
  style: postcards.STYLES,
  palette: postcards.PALETTES,
}

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
  const texts = Array.from({ length: VARIANTS }, (_, variant) =>
    postcards.writeCaption(scene, language, variant === 0 ? undefined : variant),
  )
  return [...new Set(texts)]
}

const writeTitles = (scene) => ({ en: postcards.writeTitle(scene, 'en'), zh: postcards.writeTitle(scene, 'zh') })

/** The same scene with one attribute changed, once per attribute; the scene itself comes first. */
function alter(scene) {
  return [scene].concat(
    ALTERED.map((attribute) => {
      const others = LISTS[attribute].filter((value) => value !== scene[attribute])
      return { ...scene, [attribute]: others[scene.seed % others.length] }
    }),
  )
}

parentPort.on('message', async ({ path, seeds, side, vary, altered }) => {
  const raw = createWriteStream(`${path}.rgb`)
  const lines = []
  for (const seed of seeds) {
    const scene = postcards.createScene(seed)
    for (const each of altered ? alter(scene) : [scene]) {
      raw.write(await rasterise(postcards.drawPicture(each), side, WAYS[vary ? seed % WAYS.length : 0]))
      lines.push(
        JSON.stringify({ scene: each, en: describe(each, 'en'), zh: describe(each, 'zh'), title: writeTitles(each) }),
      )
    }
  }
  await new Promise((done) => raw.end(done))
  writeFileSync(`${path}.partial`, `${lines.join('\n')}\n`)
  renameSync(`${path}.partial`, `${path}.jsonl`)
  parentPort.postMessage(path)
})
