import { LocavoreError } from '@locavore/core'

/** Inputs with the answers an honest copy of the model gave when it was made (`golden.json`). */
export interface Golden {
  readonly text: readonly { readonly input: string; readonly ids: readonly number[] }[]
  /** `rgb`: base64 of `width * height * 3` bytes, row by row. */
  readonly image: readonly { readonly width: number; readonly height: number; readonly rgb: string }[]
  /** Variant -> modality -> `[inputs][dimensions]`. */
  readonly outputs: Readonly<Record<string, GoldenOutputs>>
}

export interface GoldenOutputs {
  readonly text?: readonly (readonly number[])[]
  readonly image?: readonly (readonly number[])[]
}

/** @throws LocavoreError `model-invalid` */
export function parseGolden(text: string): Golden {
  try {
    const golden = JSON.parse(text) as Partial<Golden>
    if (Array.isArray(golden.text) && Array.isArray(golden.image) && typeof golden.outputs === 'object') {
      return golden as Golden
    }
  } catch {}
  throw new LocavoreError(
    'model-invalid',
    'The golden file is not JSON with `text`, `image` and `outputs`. Rebuild the model.',
  )
}
