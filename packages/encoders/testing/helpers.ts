import type { ErrorCode } from '@locavore/core'
import { createEncoderFactory, type EncodeResult, type Encoder, type EncoderEnvironment } from '@locavore/encoders'
import { MANIFEST, MANIFEST_HASH } from '../../nano/src/embedded-manifest.js'

export { MANIFEST, MANIFEST_HASH }

export const factory = createEncoderFactory({ manifest: MANIFEST, manifestHash: MANIFEST_HASH })

/** An encoder of the real model, on one fault root of the asset server. */
export function encoderAt(root: string, environment: Partial<EncoderEnvironment> = {}): Encoder {
  return factory.create({ assets: new URL(`/${root}/`, location.href), devices: ['wasm'], ...environment })
}

/** Runs with an encoder that is closed whatever happens. */
export async function using<T>(encoder: Encoder, work: (encoder: Encoder) => Promise<T>): Promise<T> {
  try {
    return await work(encoder)
  } finally {
    await encoder.close()
  }
}

export function vectorOf(result: EncodeResult | undefined): Float32Array {
  if (result?.ok) return result.embedding.vector
  throw result?.error ?? new Error('no result')
}

export function codeOf(result: EncodeResult | undefined): ErrorCode | undefined {
  return result !== undefined && !result.ok ? result.error.code : undefined
}

export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0
  let left = 0
  let right = 0
  for (let index = 0; index < a.length; index++) {
    dot += Number(a[index]) * Number(b[index])
    left += Number(a[index]) ** 2
    right += Number(b[index]) ** 2
  }
  return dot / Math.sqrt(left * right)
}

export const text = (words: string) => ({ modality: 'text', text: words }) as const

/** A picture without any symmetry: every turn and mirror image of it is another picture. */
export function paint(width = 320, height = 200): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  const sky = context.createLinearGradient(0, 0, 0, height)
  sky.addColorStop(0, '#1b2a6b')
  sky.addColorStop(1, '#f2a65a')
  context.fillStyle = sky
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#2e5d34'
  context.fillRect(0, height * 0.7, width * 0.6, height * 0.3)
  context.fillStyle = '#fff3c4'
  context.beginPath()
  context.arc(width * 0.8, height * 0.25, height * 0.15, 0, 7)
  context.fill()
  return canvas
}

export function blank(
  width: number,
  height: number,
): { canvas: OffscreenCanvas; context: OffscreenCanvasRenderingContext2D } {
  const canvas = new OffscreenCanvas(width, height)
  return { canvas, context: canvas.getContext('2d') as OffscreenCanvasRenderingContext2D }
}
