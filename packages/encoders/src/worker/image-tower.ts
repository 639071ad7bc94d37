import { type InferenceSession, Tensor } from '#onnxruntime'
import type { ImageTower } from '../shared/model-manifest.js'
import { planeLength, writePlanes } from '../shared/picture/pixels.js'
import { PictureNetwork } from './network/picture-network.js'
import { runSessionFor } from './runtime.js'

/** What a tower gave for a batch: whole vectors, and those of the parts of each input where it was asked for them. */
export interface TowerAnswer {
  readonly vectors: Float32Array
  readonly parts?: Float32Array
}

type Pixels = Uint8Array | Uint8ClampedArray

/**
 * Pictures as one batch.
 *
 * @param pictures Interleaved bytes at the tower's size, `channels` per pixel.
 * @param parts Whether the vectors of places are wanted too; of a tower that has none there are none.
 * @returns `[rows, dimensions]`, and `[rows, patches, dimensions]`
 */
export type RunPictures = (pictures: readonly Pixels[], channels: 3 | 4, parts: boolean) => Promise<TowerAnswer>

/** By the runtime, which takes any model. */
export function picturesInSession(session: InferenceSession, tower: ImageTower): RunPictures {
  return async (pictures, channels, parts) => {
    const outputs = parts && tower.patches ? [tower.output, tower.patches.output] : [tower.output]
    const length = planeLength(tower)
    const planes = new Float32Array(pictures.length * length)
    pictures.forEach((pixels, row) => {
      writePlanes(pixels, channels, tower, planes, row * length)
    })
    const feeds = { [tower.input]: new Tensor('float32', planes, [pictures.length, 3, tower.height, tower.width]) }
    const [vectors, places] = await runSessionFor(session, feeds, outputs)
    return { vectors: vectors ?? new Float32Array(0), ...(places === undefined ? {} : { parts: places }) }
  }
}

/** By the kernel for quantised residual nets. @returns undefined where it cannot serve this model on this device */
export async function picturesInNetwork(model: Uint8Array, tower: ImageTower): Promise<RunPictures | undefined> {
  const network = await PictureNetwork.open(model, tower)
  return network && (async (pictures, channels, parts) => network.run(pictures, channels, parts))
}
