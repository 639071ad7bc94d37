import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chooseMedia } from '../media/choose.mjs'
import { makeMedia } from '../media/workshop.mjs'
import { digestOf, scriptsIn, sha256 } from './inputs.mjs'
import { createPopularity } from './items.mjs'

const scripts = dirname(dirname(fileURLToPath(import.meta.url)))
const generator = dirname(fileURLToPath(import.meta.resolve('@locavore/postcards')))
const kept = fileURLToPath(new URL('../../../node_modules/.cache/demo/media/', import.meta.url))

/** Words and simulated people change no sound and no picture. */
const UNHEARD = /^(text|simulate)\//

const digest = () =>
  digestOf([
    ...scriptsIn(generator).filter((line) => !UNHEARD.test(line)),
    ...scriptsIn(join(scripts, 'media')).filter((line) => !/^(choose|workshop)/.test(line)),
  ])

/**
 * Makes the sounds and clips of the first `count` seeds.
 *
 * @returns seed -> `{ kind: 'sound' | 'clip', file, path, heard, about: { waveform, seconds } }`
 */
export async function makeChosenMedia(count) {
  const { sounds, clips } = chooseMedia(count, createPopularity())
  const orders = [
    ...[...sounds].map((seed) => ({ kind: 'sound', seed })),
    ...[...clips].map((seed) => ({ kind: 'clip', seed })),
  ]
  const now = digest().slice(0, 16)
  const made = await makeMedia(orders, join(kept, now))
  forgetOlder(now)
  return new Map(made.map((each) => [each.seed, { ...each, path: pathOf(each) }]))
}

/** What was made from other inputs is of no use any more. */
function forgetOlder(now) {
  if (!existsSync(kept)) return
  for (const name of readdirSync(kept)) if (name !== now) rmSync(join(kept, name), { recursive: true })
}

/** The name holds the hash, so that a cache never shows an old one under it. */
function pathOf({ kind, seed, file }) {
  return `${kind}s/pc-${String(seed).padStart(6, '0')}.${sha256(file).slice(0, 12)}.webm`
}

export function writeMedia(folder, media) {
  for (const { path, file } of media.values()) writeFileSync(join(folder, path), file)
}
