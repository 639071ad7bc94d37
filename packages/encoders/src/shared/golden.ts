import { LocavoreError } from '@locavore/core'

/** Inputs with the answers an honest copy of the model gave when it was made (`golden.json`). */
export interface Golden {
  readonly text: readonly { readonly input: string; readonly ids: readonly number[] }[]
  /** `rgb`: base64 of `width * height * 3` bytes, row by row. */
  readonly image: readonly { readonly width: number; readonly height: number; readonly rgb: string }[]
  /** `samples`: base64 of 16-bit whole numbers, little endian, mono. Each is one window of its tower. */
  readonly audio: readonly { readonly sampleRate: number; readonly samples: string }[]
  /** Variant -> modality -> `[inputs][dimensions]`. */
  readonly outputs: Readonly<Record<string, GoldenOutputs>>
}

export interface GoldenOutputs {
  readonly text?: readonly (readonly number[])[]
  readonly image?: readonly (readonly number[])[]
  readonly audio?: readonly (readonly number[])[]
}

/** @throws LocavoreError `model-invalid` */
export function parseGolden(json: string): Golden {
  try {
    const golden = JSON.parse(json) as Partial<Golden>
    const { text = [], image = [], audio = [], outputs } = golden
    if ([text, image, audio].every(Array.isArray) && typeof outputs === 'object' && outputs !== null) {
      return { text, image, audio, outputs }
    }
  } catch {}
  throw new LocavoreError(
    'model-invalid',
    'The golden file is not JSON with inputs (`text`, `image`, `audio`) and `outputs`. Rebuild the model.',
  )
}
