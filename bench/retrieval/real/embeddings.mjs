// Embeddings by the embedded model, made once and kept in bench/.cache under the hash of the model's manifest.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { encodePictures, encodeTexts } from '../../../demo/scripts/catalogue/encode.mjs'
import { readInputs, sha256 } from '../../../demo/scripts/catalogue/inputs.mjs'
import { PARTS } from './recipes.mjs'

/** Inputs in one kept file: what an interrupted run loses at most. */
const CHUNK = 500
const cache = fileURLToPath(new URL('../../.cache/retrieval-real/', import.meta.url))
const encoders = { text: encodeTexts, image: encodePictures }

const { model, manifest } = readInputs()
export const { id: space, dimensions } = manifest.space
const folder = `${cache}${sha256(JSON.stringify(manifest)).slice(0, 16)}/`

/**
 * The unit vectors of a part, `[inputs, dimensions]`, or undefined where its inputs are not here. What is not kept is encoded.
 */
export async function embeddingsOf(part, progress = () => {}) {
  const { modality, list, make } = PARTS[part]
  const inputs = list()
  if (inputs === undefined) return undefined
  mkdirSync(folder + part, { recursive: true })
  const chunks = []
  for (let first = 0; first < inputs.length; first += CHUNK) {
    const some = inputs.slice(first, first + CHUNK)
    const path = `${folder}${part}/${first}-${some.length}.f32`
    if (!existsSync(path)) keep(path, await encoders[modality](model, manifest, some.map(make)))
    chunks.push(readFileSync(path))
    progress(first + some.length, inputs.length)
  }
  const bytes = Buffer.concat(chunks)
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
}

function keep(path, vectors) {
  const values = new Float32Array(vectors.length * dimensions)
  vectors.forEach((vector, row) => {
    const length = Math.hypot(...vector)
    values.set(
      vector.map((value) => value / length),
      row * dimensions,
    )
  })
  const part = `${path}.${process.pid}.part`
  writeFileSync(part, new Uint8Array(values.buffer))
  renameSync(part, path)
}
