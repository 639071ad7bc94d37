import { type InferenceSession, Tensor } from '#onnxruntime'
import type { ImageTower } from '../shared/model-manifest.js'
import { planeLength, writePlanes } from '../shared/picture/pixels.js'
import { type Feeds, runSession, runSessionFor } from './runtime.js'

/** What a tower gave for a batch: whole vectors, and those of the parts of each input where it was asked for them. */
export interface TowerAnswer {
  readonly vectors: Float32Array
  readonly parts?: Float32Array
}

/**
 * Pictures as one batch.
 *
 * @param pictures Interleaved bytes at the tower's size, `channels` per pixel.
 * @returns `[rows, dimensions]` as the runtime gave it
 */
export function runImageTower(
  session: InferenceSession,
  tower: ImageTower,
  pictures: readonly ArrayLike<number>[],
  channels: 3 | 4,
): Promise<Float32Array> {
  return runSession(session, feedsOf(tower, pictures, channels), tower.output)
}

/** @returns `[rows, dimensions]`, and `[rows, patches, dimensions]` of a tower that has patches */
export async function runImageTowerInParts(
  session: InferenceSession,
  tower: ImageTower,
  pictures: readonly ArrayLike<number>[],
): Promise<TowerAnswer> {
  const outputs = tower.patches === undefined ? [tower.output] : [tower.output, tower.patches.output]
  const [vectors, parts] = await runSessionFor(session, feedsOf(tower, pictures, 4), outputs)
  return { vectors: vectors ?? new Float32Array(0), ...(parts === undefined ? {} : { parts }) }
}

function feedsOf(tower: ImageTower, pictures: readonly ArrayLike<number>[], channels: 3 | 4): Feeds {
  const length = planeLength(tower)
  const planes = new Float32Array(pictures.length * length)
  pictures.forEach((pixels, row) => {
    writePlanes(pixels, channels, tower, planes, row * length)
  })
  const shape = [pictures.length, 3, tower.height, tower.width]
  return { [tower.input]: new Tensor('float32', planes, shape) }
}
