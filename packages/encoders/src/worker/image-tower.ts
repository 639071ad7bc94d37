import { type InferenceSession, Tensor } from '#onnxruntime'
import type { ImageTower } from '../shared/model-manifest.js'
import { planeLength, writePlanes } from '../shared/picture/pixels.js'
import { runSession } from './runtime.js'

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
  const length = planeLength(tower)
  const planes = new Float32Array(pictures.length * length)
  pictures.forEach((pixels, row) => {
    writePlanes(pixels, channels, tower, planes, row * length)
  })
  const shape = [pictures.length, 3, tower.height, tower.width]
  return runSession(session, { [tower.input]: new Tensor('float32', planes, shape) }, tower.output)
}
