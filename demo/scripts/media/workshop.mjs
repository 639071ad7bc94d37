import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

const MOST_WORKERS = 6

const pathsOf = (folder, { kind, seed }) => {
  const stem = join(folder, `${kind}-${seed}`)
  return { media: `${stem}.webm`, heard: `${stem}.pcm`, about: `${stem}.json` }
}

/** Samples of 16 bits as a file holds them. */
function samplesIn(path) {
  const { buffer, byteOffset, length } = readFileSync(path)
  return new Int16Array(buffer.slice(byteOffset, byteOffset + length))
}

function readKept(folder, order) {
  const { media, heard, about } = pathsOf(folder, order)
  if (!existsSync(about)) return undefined
  return {
    ...order,
    file: readFileSync(media),
    heard: samplesIn(heard),
    about: JSON.parse(readFileSync(about, 'utf8')),
  }
}

/** The description comes last and in one step: where it stands, all stands. */
function keep(folder, order, { file, heard, about }) {
  const paths = pathsOf(folder, order)
  writeFileSync(paths.media, file)
  writeFileSync(paths.heard, new Uint8Array(heard.buffer))
  writeFileSync(`${paths.about}.part`, JSON.stringify(about))
  renameSync(`${paths.about}.part`, paths.about)
  return { ...order, file: Buffer.from(file), heard, about }
}

/** Makes one after the other in a thread of its own, until nothing is waiting. */
function work(waiting, done) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.mjs', import.meta.url))
    let order
    const next = () => {
      order = waiting.pop()
      if (order === undefined) worker.terminate().then(resolve, reject)
      else worker.postMessage(order)
    }
    worker.on('message', (made) => {
      done(order, made)
      next()
    })
    worker.on('error', reject)
    next()
  })
}

/**
 * Every ordered sound and clip, in order. What was made before from the same inputs is read from `folder`.
 *
 * @param orders `{ kind: 'sound' | 'clip', seed }`
 */
export async function makeMedia(orders, folder) {
  mkdirSync(folder, { recursive: true })
  const ready = new Map(orders.map((order) => [order, readKept(folder, order)]))
  // Clips take longest, so they are taken first: from the end.
  const waiting = orders.filter((order) => ready.get(order) === undefined)
  waiting.sort((a, b) => b.kind.localeCompare(a.kind))
  const hands = Math.min(availableParallelism(), MOST_WORKERS, waiting.length)
  const done = (order, made) => ready.set(order, keep(folder, order, made))
  await Promise.all(Array.from({ length: hands }, () => work(waiting, done)))
  return orders.map((order) => ready.get(order))
}
