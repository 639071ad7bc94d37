import { openVectors } from '@locavore/store/vectors'

const ROWS_AT_ONCE = 4_096
/** What an exact search of the best ten reads. */
const ROWS_A_QUERY = 32
const QUERIES = 200

const open = ({ method, dimensions }) => openVectors({ name: 'bench', set: 'text', dimensions, backend: method })

export async function saveVectors(task) {
  const file = await open(task)
  const part = new Float32Array(ROWS_AT_ONCE * task.dimensions).map((_, at) => Math.sin(at))
  const start = performance.now()
  for (let first = 0; first < task.items; first += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, task.items - first)
    await file.write(first, part.subarray(0, rows * task.dimensions))
  }
  const ms = performance.now() - start
  await file.close()
  return { ms }
}

/** Rows that lie scattered, as the nearest of a query do. */
export async function readVectors(task) {
  const file = await open(task)
  const times = []
  for (let query = 0; query < QUERIES; query += 1) {
    const rows = Uint32Array.from({ length: ROWS_A_QUERY }, () => Math.floor(Math.random() * task.items))
    const start = performance.now()
    await file.read(rows)
    times.push(performance.now() - start)
  }
  await file.close()
  times.sort((a, b) => a - b)
  return { ms: times[QUERIES >> 1], p95Ms: times[Math.floor(0.95 * (QUERIES - 1))] }
}
