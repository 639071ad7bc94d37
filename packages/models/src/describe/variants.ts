import { LocavoreError } from '@locavore/core'
import type { Device } from '@locavore/encoders/towers'

/** Variants by the names that transformers.js gives them, with what their files end in. */
export const VARIANTS = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
} as const

export type Variant = keyof typeof VARIANTS

/** What each device runs well, best first. Whole-number kernels are WebAssembly's; half precision is WebGPU's. */
const PREFERRED: Readonly<Record<Device, readonly Variant[]>> = {
  wasm: ['q8', 'uint8', 'int8', 'fp32', 'q4', 'fp16', 'bnb4'],
  webgpu: ['fp16', 'q4f16', 'fp32', 'q4'],
}

export interface PickedVariant {
  readonly id: Variant
  readonly devices: readonly Device[]
}

/** @throws LocavoreError `invalid-argument` */
export function parseVariants(words: string): readonly Variant[] {
  return words.split(',').map((word) => {
    const name = word.trim()
    if (Object.hasOwn(VARIANTS, name)) return name as Variant
    throw new LocavoreError(
      'invalid-argument',
      `There is no variant "${name}". There are ${Object.keys(VARIANTS).join(', ')}.`,
    )
  })
}

/**
 * Who runs what: each device takes the best of the wanted variants, or of all there are.
 *
 * @param available Variants that every tower of the model has.
 * @throws LocavoreError `invalid-argument` when one is wanted that is not there, or that no device would run
 */
export function pickVariants(
  available: readonly Variant[],
  wanted: readonly Variant[] | undefined,
): readonly PickedVariant[] {
  const missing = wanted?.find((variant) => !available.includes(variant))
  if (missing !== undefined) {
    throw new LocavoreError(
      'invalid-argument',
      `The model has no variant ${missing} of every tower. It has ${available.join(', ') || 'none'}.`,
    )
  }
  const choice = wanted ?? available
  const picked = new Map<Variant, Device[]>()
  for (const device of ['wasm', 'webgpu'] as const) {
    const best = PREFERRED[device].find((variant) => choice.includes(variant))
    if (best !== undefined) picked.set(best, [...(picked.get(best) ?? []), device])
  }
  const idle = wanted?.find((variant) => !picked.has(variant))
  if (idle !== undefined) {
    throw new LocavoreError('invalid-argument', `No device would run ${idle} beside the other variants. Leave it out.`)
  }
  return [...picked].map(([id, devices]) => ({ id, devices }))
}
