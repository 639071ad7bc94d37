// Learning at the scale of MovieLens 1M, on made people with hidden tastes: time and peak memory of a whole build.
// node bench/pack/run.mjs [--people 6040] [--items 3706] [--likes 166] [--json FILE]
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildPack, LEARN_DEFAULTS, verifyPack } from '../../packages/pack/dist/index.js'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '6040' },
    items: { type: 'string', default: '3706' },
    likes: { type: 'string', default: '166' },
    json: { type: 'string' },
  },
})
const [people, items, meanLikes] = [values.people, values.items, values.likes].map(Number)
const DIMENSIONS = 256
const CLUSTERS = 20

/** xorshift32: the same numbers on every machine. */
function createRandom(seed) {
  let state = seed | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** People like mostly popular items of one or two of twenty clusters; some are a hundred times as active as others. */
async function writeLikes(path) {
  const random = createRandom(42)
  const file = createWriteStream(path)
  file.write('person,item\n')
  let count = 0
  for (let person = 0; person < people; person += 1) {
    let normal = -6
    for (let draw = 0; draw < 12; draw += 1) normal += random()
    const wanted = Math.max(20, Math.min(items / 2, Math.round(meanLikes * Math.exp(normal - 0.5))))
    const tastes = [Math.floor(random() * CLUSTERS), Math.floor(random() * CLUSTERS)]
    const own = new Set()
    for (let tries = 0; own.size < wanted && tries < 30 * wanted; tries += 1) {
      const item = Math.floor(items * random() ** 2)
      if (item % CLUSTERS === tastes[random() < 0.7 ? 0 : 1] || random() < 0.3) own.add(item)
    }
    for (const item of own) file.write(`p${person},i${item}\n`)
    count += own.size
  }
  await new Promise((done) => file.end(done))
  return count
}

async function writeItems(folder) {
  const random = createRandom(7)
  const centres = Array.from({ length: CLUSTERS }, () => Array.from({ length: DIMENSIONS }, () => random() - 0.5))
  const lines = Array.from({ length: items }, (_, row) => JSON.stringify({ id: `i${row}`, title: `Item ${row}` }))
  writeFileSync(join(folder, 'items.jsonl'), lines.join('\n'))
  const vectors = createWriteStream(join(folder, 'vectors.jsonl'))
  for (let row = 0; row < items; row += 1) {
    const embedding = centres[row % CLUSTERS].map((value) => Math.round(1e4 * (value + (random() - 0.5))) / 1e4)
    vectors.write(`${JSON.stringify({ id: `i${row}`, embedding })}\n`)
  }
  await new Promise((done) => vectors.end(done))
}

const folder = mkdtempSync(join(tmpdir(), 'locavore-bench-pack-'))
try {
  const likes = await writeLikes(join(folder, 'likes.csv'))
  await writeItems(folder)
  const stages = {}
  let [stage, since] = ['read', performance.now()]
  const started = performance.now()
  const { manifest } = await buildPack({
    items: [join(folder, 'items.jsonl')],
    to: join(folder, 'pack'),
    name: 'bench',
    licence: 'own',
    model: null,
    vectors: [{ modality: 'text', paths: [join(folder, 'vectors.jsonl')], space: 'bench@1' }],
    learn: { paths: [join(folder, 'likes.csv')] },
    onProgress: ({ phase, note = '' }) => {
      const next = phase === 'learn' ? note.replace(/,? sweep.*|\d+ /g, '') : phase
      if (next === stage) return
      stages[stage] = (stages[stage] ?? 0) + performance.now() - since
      ;[stage, since] = [next, performance.now()]
    },
  })
  stages[stage] = (stages[stage] ?? 0) + performance.now() - since
  const result = {
    people,
    items,
    likes,
    ...LEARN_DEFAULTS,
    seconds: Math.round((performance.now() - started) / 100) / 10,
    processorSeconds: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1e5) / 10,
    stageSeconds: Object.fromEntries(Object.entries(stages).map(([name, ms]) => [name, Math.round(ms / 100) / 10])),
    peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1000),
    packMB:
      Math.round(
        manifest.shards
          .flatMap(({ factors, weights, popularity }) => [factors, weights, popularity])
          .reduce((sum, file) => sum + (file?.bytes ?? 0), 0) / 1e5,
      ) / 10,
    whole: (await verifyPack(join(folder, 'pack'))).every(({ kind }) => kind === 'good'),
    machine: `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}`,
  }
  console.log(JSON.stringify(result, null, 2))
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
