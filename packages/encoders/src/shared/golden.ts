import { LocavoreError } from '@locavore/core'

export interface GoldenPicture {
  readonly width: number
  readonly height: number
  /** Base64 of `width * height * 3` bytes, row by row. */
  readonly rgb: string
  /** Each pixel stands for a square with this side (default 1): towers that read large pictures get small files. */
  readonly repeat?: number
}

/** Inputs with the answers an honest copy of the model gave when it was made (`golden.json`). */
export interface Golden {
  readonly text: readonly { readonly input: string; readonly ids: readonly number[] }[]
  readonly image: readonly GoldenPicture[]
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

/**
 * @param bytes What `rgb` holds.
 * @returns `width * height * 3` bytes at the size of the tower, row by row
 * @throws LocavoreError `model-invalid` when the picture has another size
 */
export function goldenPixels(
  { width, height, repeat = 1 }: GoldenPicture,
  bytes: Uint8Array,
  tower: { readonly width: number; readonly height: number },
): Uint8Array {
  if (width * repeat !== tower.width || height * repeat !== tower.height || bytes.length !== width * height * 3) {
    throw new LocavoreError('model-invalid', 'A golden picture does not have the size the tower reads.')
  }
  if (repeat === 1) return bytes
  const pixels = new Uint8Array(tower.width * tower.height * 3)
  for (let at = 0; at < tower.width * tower.height; at++) {
    const [x, y] = [at % tower.width, Math.floor(at / tower.width)]
    const from = (Math.floor(y / repeat) * width + Math.floor(x / repeat)) * 3
    pixels.set(bytes.subarray(from, from + 3), at * 3)
  }
  return pixels
}
