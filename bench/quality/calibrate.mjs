// Fits how sure the model's tags are, on postcards kept for it, and writes the model's `tags.json`.
// Usage: pnpm calibrate:nano [--photos TAR --labels JSONL] [--emoji TAR --emoji-labels JSONL] [--only MEDIUM,...]
// With --only, the other media keep what the file has: only right if the model's weights are those it was fitted on.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openEncoder } from './browser/open-encoder.mjs'
import { labelOf } from './data/caption-tells.mjs'
import { openLibrary } from './data/library.mjs'
import { readEmoji, readPhotographs } from './data/photographs.mjs'
import { chooseCalibrationScenes } from './data/postcards.mjs'
import { chooseStrangers } from './data/strangers.mjs'
import { modelFolder, readTags, writeGroups } from './data/tag-groups.mjs'
import { fitCalibration } from './measure/fit-calibration.mjs'
import { dot, meanVector } from './measure/similarity.mjs'
import { readOptions, UsageError } from './options.mjs'

const SCENES = { image: 1500, text: 3000, audio: 1000, clip: 400 }
const STRANGERS = 200
/**
 * Of the weight of all examples, those for which none of the labels is right although the thing says something: between none
 * at all, as where a site asks about what it has, and the tenth that `pnpm eval:nano` mixes in. What a model cannot tell from
 * the rest is answered by this share alone, so no share is right for every site.
 */
const NONE_SHARE = 0.05

async function main() {
  const options = readOptions(process.argv.slice(2))
  checkKept(options.only)
  const encoder = await openEncoder('wasm')
  const groups = await encodeGroups(encoder)
  const library = openLibrary(encoder)
  const strangers = chooseStrangers({ photographs: readPhotographs(options), emoji: readEmoji(options) }, STRANGERS)
  const fitted = {}
  const chosen = (modality) => options.only.length === 0 || options.only.includes(modality)
  for (const modality of Object.keys(SCENES).filter(encoder.can).filter(chosen)) {
    const scenes = chooseCalibrationScenes(SCENES[modality])
    const vectors = await encodersOf(library)[modality](scenes)
    const strange = await encodeStrangers(encoder, modality, strangers)
    fitted[modality] = fitModality(groups, { modality, scenes, vectors, strange })
    console.log(`${modality}: ${scenes.length} postcards, ${strange.length} other things`)
  }
  await encoder.close()
  writeTags(groups, fitted)
}

/** A tower that was exported anew takes the tags out of the manifest: what other media had would be lost without a word. */
function checkKept(only) {
  const kept = only.length === 0 ? undefined : readTags()
  const lost = Object.keys(SCENES).filter((medium) => !only.includes(medium) && kept?.other[medium] === undefined)
  if (only.length > 0 && lost.length > 0) {
    throw new UsageError(`--only: the model's tags have nothing to keep for ${lost.join(', ')}. Fit all media first.`)
  }
}

async function encodeGroups(encoder) {
  const groups = []
  for (const group of writeGroups()) {
    const labels = []
    for (const label of group.labels) labels.push({ ...label, vector: meanVector(await encoder.texts(label.texts)) })
    groups.push({ ...group, labels })
  }
  return groups
}

const encodersOf = (library) => ({
  image: library.pictures,
  text: (scenes) => library.captions(scenes, 'en'),
  audio: library.sounds,
  clip: library.clips,
})

function encodeStrangers(encoder, modality, strangers) {
  if (modality === 'image') return encoder.files('image', strangers.image)
  return modality === 'text' ? encoder.texts(strangers.text) : []
}

/** One calibration per group, and one over the examples of all. */
function fitModality(groups, content) {
  const examples = groups.map((group) => examplesOf(group, content))
  return {
    groups: examples.map((own, at) => fitCalibration(own, groups[at].labels.length)),
    other: fitCalibration(examples.flat()),
  }
}

/** Postcards with their label, the same without it among the labels, and strangers: for the last two, none is right. */
function examplesOf(group, { modality, scenes, vectors, strange }) {
  const { labels } = group
  const cosinesOf = (vector) => labels.map((label) => dot(vector, label.vector))
  const all = labels.map((_, at) => at)
  const own = scenes.map((scene, at) => ({
    cosines: cosinesOf(vectors[at]),
    places: all,
    truth: labels.findIndex((label) => label.id === labelOf(scene, group, modality)),
    weight: 1 - NONE_SHARE,
  }))
  const kinds = strange.length > 0 ? 2 : 1
  const told = own.filter(({ truth }) => truth !== -1)
  const removed = told.map(({ cosines, truth }) => ({
    cosines: cosines.filter((_, at) => at !== truth),
    places: all.filter((at) => at !== truth),
    truth: -1,
    weight: NONE_SHARE / kinds,
  }))
  const weight = ((NONE_SHARE / kinds) * scenes.length) / (strange.length || 1)
  return [
    ...own,
    ...removed,
    ...strange.map((vector) => ({ cosines: cosinesOf(vector), places: all, truth: -1, weight })),
  ]
}

function writeTags(groups, fitted) {
  const media = Object.keys(fitted)
  const kept = media.length < Object.keys(SCENES).length ? readTags() : undefined
  const each = (pick, before) => ({
    ...before,
    ...Object.fromEntries(media.map((modality) => [modality, pick(fitted[modality])])),
  })
  const tags = {
    format: 'locavore-tags@1',
    groups: groups.map(({ id, labels }, at) => ({
      id,
      labels: labels.map(({ id: label, texts }) => ({ id: label, texts })),
      calibration: each((fit) => rounded(fit.groups[at], labels), kept?.groups[at]?.calibration),
    })),
    other: each((fit) => rounded(fit.other, []), kept?.other),
  }
  const bytes = Buffer.from(`${JSON.stringify(tags, null, 1)}\n`)
  writeFileSync(join(modelFolder, 'tags.json'), bytes)
  listInManifest(bytes)
}

function rounded({ temperature, none, follow, biases }, labels) {
  const numbers = { temperature: round(temperature), none: round(none), follow: round(follow) }
  if (biases.length === 0) return numbers
  return { ...numbers, biases: Object.fromEntries(labels.map(({ id }, at) => [id, round(biases[at])])) }
}

const round = (value) => Number(value.toPrecision(6))

/** The manifest names the file with its size and hash, as every other. */
function listInManifest(bytes) {
  const path = join(modelFolder, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  const file = { path: 'tags.json', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  manifest.files = [...manifest.files.filter((each) => each.path !== file.path), file]
  manifest.tags = file.path
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
  console.log(
    `${file.bytes} bytes written to tags.json; embed the manifest anew: node packages/nano/scripts/embed-manifest.mjs`,
  )
}

try {
  await main()
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
