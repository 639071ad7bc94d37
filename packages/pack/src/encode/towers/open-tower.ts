import { LocavoreError } from '@locavore/core'
import { toUnitVector } from '@locavore/encoders/towers'
import { type OpenTower, openTower } from '@locavore/models/run'
import type { ModelFiles } from '../open-model.js'

/** One tower that has answered its golden inputs. */
export interface EncodingTower<Input> {
  /** What computes it: `kernel` is the one of browsers, `runtime` is ONNX Runtime. */
  readonly by: 'kernel' | 'runtime'
  /** @returns `[dimensions]`, unit length @throws LocavoreError `self-check-failed` */
  readonly encode: (input: Input) => Promise<Float32Array>
  readonly close: () => Promise<void>
}

/** The file of a tower for the variant. */
export interface TowerFile {
  readonly path: string
  readonly model: Uint8Array
}

type AnyTower = { readonly files: Readonly<Record<string, string>> }

/** @throws LocavoreError `model-invalid`, `integrity-mismatch` */
export async function readTower({ variant, read }: ModelFiles, { files }: AnyTower): Promise<TowerFile> {
  const path = files[variant]
  if (path === undefined) throw new LocavoreError('model-invalid', `A tower has no file for variant ${variant}.`)
  return { path, model: await read(path) }
}

/** Opens it in ONNX Runtime and lets it go again where the check fails. @throws LocavoreError, what `check` throws */
export async function openInRuntime(
  { path, model }: TowerFile,
  check: (open: OpenTower) => Promise<void>,
): Promise<OpenTower> {
  const open = await openTower(model, path)
  try {
    await check(open)
    return open
  } catch (thrown) {
    await open.close()
    throw thrown
  }
}

/** @throws LocavoreError `self-check-failed` */
export function usable(answer: Float32Array | undefined): Float32Array {
  const vector = answer === undefined ? undefined : toUnitVector(answer)
  if (vector !== undefined) return vector
  throw new LocavoreError('self-check-failed', 'the model answered with a vector of length 0, or not of finite numbers')
}

/** @throws LocavoreError `unsupported-media` */
export function noTower(what: string): never {
  throw new LocavoreError('unsupported-media', `the model does not read ${what}`)
}
