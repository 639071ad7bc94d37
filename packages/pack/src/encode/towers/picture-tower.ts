import { openPictureNetwork } from '@locavore/encoders/networks'
import { planeLength, writePlanes } from '@locavore/encoders/towers'
import { runPictures } from '@locavore/models/run'
import type { ModelFiles } from '../open-model.js'
import { checkGolden } from './golden-check.js'
import { type EncodingTower, noTower, openInRuntime, readTower, usable } from './open-tower.js'

/** RGBA at the size of the tower, opaque. */
export type TowerPixels = Uint8Array | Uint8ClampedArray

/** @throws LocavoreError `unsupported-media`, `model-invalid`, `integrity-mismatch`, `self-check-failed` */
export async function openPictures(files: ModelFiles): Promise<EncodingTower<TowerPixels>> {
  const { manifest, golden, variant } = files
  const tower = manifest.towers.image ?? noTower('pictures')
  const file = await readTower(files, tower)
  const network = await openPictureNetwork({ ...file, variant, golden }, tower)
  if (network !== undefined) {
    return { by: 'kernel', encode: async (pixels) => usable(network(pixels)), close: async () => {} }
  }
  const open = await openInRuntime(file, async (opened) => {
    checkGolden('image', await runPictures(opened, tower, golden.image), golden.outputs[variant]?.image)
  })
  const shape = [1, 3, tower.height, tower.width]
  const encode = async (pixels: TowerPixels) => {
    const values = new Float32Array(planeLength(tower))
    writePlanes(pixels, 4, tower, values, 0)
    return usable(await open.run({ [tower.input]: { values, shape } }, tower.output))
  }
  return { by: 'runtime', encode, close: () => open.close() }
}
