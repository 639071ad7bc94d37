/** Towers as browsers compute them by the kernel, without a worker: for tools that encode ahead of a visit. */

import { toLocavoreError } from '@locavore/core'
import type { Golden } from '../../shared/golden.js'
import type { ImageTower, TextTower } from '../../shared/model-manifest.js'
import type { Tokenise } from '../../shared/text/tokenise.js'
import { compileKernel } from '../network/kernel.js'
import { PictureNetwork } from '../network/picture-network.js'
import { TextNetwork } from '../network/text-network.js'
import { imageExam, textExam } from './exams.js'
import { type Exam, judge } from './self-check.js'

/** A file of a tower, with what an honest copy of it answers. */
export interface NetworkSource {
  readonly model: Uint8Array
  readonly variant: string
  readonly golden: Golden
}

/** Compiles the kernel, once. @returns whether this machine has the instructions (relaxed SIMD) for it */
export async function compileNetworks(): Promise<boolean> {
  try {
    await compileKernel()
    return true
  } catch (thrown) {
    if (thrown instanceof WebAssembly.CompileError) return false
    throw thrown
  }
}

/**
 * @returns undefined where a browser would ask the runtime: for models of another kind, and after wrong answers
 * @throws LocavoreError `model-invalid` without golden outputs of the variant
 */
export async function openTextNetwork(
  { model, variant, golden }: NetworkSource,
  tower: TextTower,
  tokenise: Tokenise,
): Promise<((ids: readonly number[]) => Float32Array) | undefined> {
  const network = await TextNetwork.open(model, tower)
  if (network === undefined) return undefined
  const passes = await isPassed(() => textExam(async (texts) => network.run(texts), tokenise, golden, variant))
  return passes ? (ids) => network.run([ids]) : undefined
}

/** Of pictures with four bytes a pixel, at the tower's size. @returns, @throws as `openTextNetwork` */
export async function openPictureNetwork(
  { model, variant, golden }: NetworkSource,
  tower: ImageTower,
): Promise<((pixels: Uint8Array | Uint8ClampedArray) => Float32Array) | undefined> {
  const network = await PictureNetwork.open(model, tower)
  if (network === undefined) return undefined
  const passes = await isPassed(() =>
    imageExam(async (pictures, channels) => network.run(pictures, channels, false), tower, golden, variant),
  )
  return passes ? (pixels) => network.run([pixels], 4, false).vectors : undefined
}

/** As where a visitor's worker chooses: it may lie nearer to an exacter variant than the runtime's whole numbers do. */
async function isPassed(exam: () => Exam): Promise<boolean> {
  try {
    await judge({ ...exam(), others: {} }, 'all')
    return true
  } catch (thrown) {
    if (toLocavoreError(thrown).code === 'self-check-failed') return false
    throw thrown
  }
}
