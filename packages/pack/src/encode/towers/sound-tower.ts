import { LocavoreError } from '@locavore/core'
import { createFrontEnd, cutWindows, peakOf, SILENCE, toUnitVector, windowPlan } from '@locavore/encoders/towers'
import { runSounds } from '@locavore/models/run'
import type { ModelFiles } from '../open-model.js'
import { checkGolden } from './golden-check.js'
import { type EncodingTower, noTower, openInRuntime, readTower, usable } from './open-tower.js'

/** Mono, at the rate of the tower, piece by piece. */
export type Samples = AsyncIterable<Float32Array>

/**
 * By ONNX Runtime, as in a browser. Of a sound that is silent throughout there is no vector (`no-content`).
 *
 * @throws LocavoreError `unsupported-media`, `model-invalid`, `integrity-mismatch`, `self-check-failed`
 */
export async function openSounds(files: ModelFiles): Promise<EncodingTower<Samples>> {
  const { manifest, golden, variant } = files
  const tower = manifest.towers.audio ?? noTower('sounds')
  const open = await openInRuntime(await readTower(files, tower), async (opened) => {
    checkGolden('audio', await runSounds(opened, tower, golden.audio), golden.outputs[variant]?.audio)
  })
  const frontEnd = createFrontEnd(tower)
  const plan = windowPlan(tower)
  const encode = async (samples: Samples) => {
    const sum = new Float64Array(manifest.space.dimensions)
    for await (const { samples: cut } of cutWindows(samples, plan, 1)) {
      if (peakOf(cut) < SILENCE) continue
      const { frames, mel } = frontEnd(cut)
      const shape = [1, 1, frames, tower.features.melBands]
      add(usable(await open.run({ [tower.input]: { values: mel, shape } }, tower.output)), sum)
    }
    const mean = toUnitVector(sum)
    if (mean !== undefined) return mean
    throw new LocavoreError('no-content', 'there is nothing to hear: the sound is empty, or silent throughout')
  }
  return { by: 'runtime', encode, close: () => open.close() }
}

function add(vector: Float32Array, sum: Float64Array): void {
  for (let d = 0; d < sum.length; d += 1) sum[d] = (sum[d] as number) + (vector[d] as number)
}
