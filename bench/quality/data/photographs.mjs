import { readHeldOut, readLines } from './read-lines.mjs'
import { readTars } from './read-tar.mjs'

/** Names are compared without case: `T-shirt` and `t-shirt` are one. */
export const sameName = (name) => name.toLowerCase()

/**
 * Labelled pictures by set. The names to choose from are those of every row of a set, whether or not its picture is here,
 * so that a part of the pictures is as hard as all of them.
 */
export function readPhotographs(options) {
  const files = readTars(options.photos)
  const keep = options['held-out'] === true ? readHeldOut(options.split) : undefined
  const all = options.labels.flatMap((path) => readLines(path, ['file', 'set', 'label']))
  const sets = [...new Set(all.map(({ set }) => set))].map((name) => {
    const ofSet = all.filter(({ set }) => set === name)
    const rows = ofSet.filter(({ file }) => files.has(file) && (keep === undefined || keep.has(file)))
    return {
      name,
      labels: namesOf(ofSet.map(({ label }) => label)),
      coarseLabels: namesOf(ofSet.map(({ coarse }) => coarse)),
      coarseOf: new Map(ofSet.filter(({ coarse }) => coarse).map(({ label, coarse }) => [sameName(label), coarse])),
      rows: rows.map((row) => ({ ...row, bytes: files.get(row.file) })),
    }
  })
  return sets.filter(({ rows }) => rows.length > 0)
}

function namesOf(names) {
  const first = new Map()
  for (const name of names) if (name && !first.has(sameName(name))) first.set(sameName(name), name)
  return [...first.values()]
}

/** Emoji pictures with their names in every language; `heldOut` says which of them training never saw, if that is known. */
export function readEmoji(options) {
  const files = readTars(options.emoji)
  const heldOut = readHeldOut(options.split)
  return options['emoji-labels']
    .flatMap((path) => readLines(path, ['file']))
    .filter(({ file, names }) => files.has(file) && names !== null && typeof names === 'object')
    .map((row) => ({
      file: row.file,
      names: row.names,
      heldOut: heldOut === undefined ? undefined : heldOut.has(row.file) || heldOut.has(row.photo),
      bytes: files.get(row.file),
    }))
}
