// Synthetic embeddings with the structure that real ones have: clusters of unequal size around centres whose spectrum
// decays, and items around the centres with a spectrum that decays more slowly. The same for the same seed.
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** `queries` is how many lists are compared with the exact ones; a tenth of them is enough to time. */
export const SETS = [
  { name: '5k x 128', rows: 5_000, dimensions: 128, queries: 200, quickQueries: 0 },
  { name: '20k x 128', rows: 20_000, dimensions: 128, queries: 1_000, quickQueries: 200 },
  { name: '100k x 512', rows: 100_000, dimensions: 512, queries: 200, quickQueries: 20 },
  { name: '1M x 256', rows: 1_000_000, dimensions: 256, queries: 40, quickQueries: 0 },
]

const CLUSTERS = 1_000
const CHUNK_ROWS = 10_000

/** Uniform numbers in [0, 1): splitmix32. */
export function random(seed) {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

/** Nearly normal, and cheap: a sum of four uniform numbers, with variance 1. */
function normal(next) {
  return (next() + next() + next() + next() - 2) * Math.sqrt(3)
}

function generator({ rows, dimensions }) {
  const next = random(rows + dimensions)
  const spectrum = Float32Array.from({ length: dimensions }, (_, d) => 1 / Math.sqrt(1 + d / 8))
  const within = Float32Array.from({ length: dimensions }, (_, d) => 0.6 / Math.sqrt(1 + d / 32))
  const mean = Float32Array.from({ length: dimensions }, () => 0.5 * normal(next))
  const centres = Array.from({ length: CLUSTERS }, () => spectrum.map((width, d) => mean[d] + width * normal(next)))
  /** Writes one unit vector. The root of a uniform number makes some clusters large and some small. */
  return (out, at) => {
    const centre = centres[Math.floor(CLUSTERS * next() * Math.sqrt(next()))]
    let squares = 0
    for (let d = 0; d < dimensions; d += 1) {
      const value = centre[d] + within[d] * normal(next)
      out[at + d] = value
      squares += value * value
    }
    for (let d = 0; d < dimensions; d += 1) out[at + d] /= Math.sqrt(squares)
  }
}

/** Names of the files of a set. */
export function filesOf({ name }, folder) {
  const file = (ending) => join(folder, `${name.replaceAll(' ', '-')}.${ending}`)
  return { vectors: file('f32'), queries: file('queries.f32'), exact: file('exact.json') }
}

/** Writes vectors and queries of a set as float32 files. */
export async function writeSet(set, folder, queryCount) {
  const { rows, dimensions } = set
  const write = generator(set)
  const { vectors, queries } = filesOf(set, folder)
  const file = await open(vectors, 'w')
  for (let first = 0; first < rows; first += CHUNK_ROWS) {
    const chunk = new Float32Array(Math.min(CHUNK_ROWS, rows - first) * dimensions)
    for (let at = 0; at < chunk.length; at += dimensions) write(chunk, at)
    await file.write(new Uint8Array(chunk.buffer))
  }
  await file.close()
  const asked = new Float32Array(queryCount * dimensions)
  for (let at = 0; at < asked.length; at += dimensions) write(asked, at)
  await writeFile(queries, new Uint8Array(asked.buffer))
}

/** A float32 file as one array. */
export async function readFloats(path) {
  const file = await open(path)
  const { size } = await file.stat()
  const floats = new Float32Array(size / 4)
  const bytes = new Uint8Array(floats.buffer)
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(bytes, at, Math.min(2 ** 28, size - at), at)
    at += bytesRead
  }
  await file.close()
  return floats
}

export async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'))
}

export const FILTERS = [
  { name: 'all', share: 1 },
  { name: '50% filter', share: 0.5 },
  { name: '5% filter', share: 0.05 },
  { name: '0.1% filter', share: 0.001 },
]

/** A random bitmap that lets a share of the rows through; undefined for all. */
export function filterOf({ share }, rows) {
  if (share === 1) return undefined
  const next = random(Math.round(share * 1e6))
  const words = new Uint32Array(Math.ceil(rows / 32))
  for (let row = 0; row < rows; row += 1) if (next() < share) words[row >> 5] |= 1 << (row & 31)
  return words
}
