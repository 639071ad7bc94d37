import { LocavoreError } from '@locavore/core'
import { cosine, type GoldenPicture, toUnitVector } from '@locavore/encoders/towers'

export type TowerName = 'text' | 'image' | 'audio'

export interface GoldenInputs {
  readonly text: readonly { readonly input: string; readonly ids: readonly number[] }[]
  readonly image: readonly GoldenPicture[]
  readonly audio: readonly { readonly sampleRate: number; readonly samples: string }[]
}

/** Variant -> tower -> `[inputs][dimensions]`. */
export type Outputs = Readonly<Record<string, Partial<Record<TowerName, readonly Float32Array[]>>>>

/** `golden.json`: what a device must answer before it is trusted. */
export function writeGolden(inputs: GoldenInputs, outputs: Outputs): string {
  const rounded = Object.entries(outputs).map(([variant, towers]) => [
    variant,
    Object.fromEntries(Object.entries(towers).map(([tower, vectors]) => [tower, vectors.map(round)])),
  ])
  return `${JSON.stringify({ ...inputs, outputs: Object.fromEntries(rounded) })}\n`
}

const round = (vector: Float32Array) => Array.from(vector, (value) => Number(value.toPrecision(6)))

/**
 * The number of dimensions that all towers share.
 *
 * @throws LocavoreError `model-invalid` when they differ, or an answer is no vector
 */
export function dimensionsOf(outputs: Outputs): number {
  const lengths = new Set<number>()
  for (const [variant, towers] of Object.entries(outputs)) {
    for (const [tower, vectors] of Object.entries(towers)) {
      for (const vector of vectors) {
        lengths.add(vector.length)
        if (toUnitVector(vector) === undefined) throw unusable(variant, tower)
      }
    }
  }
  const [dimensions, ...others] = lengths
  if (dimensions !== undefined && others.length === 0) return dimensions
  throw new LocavoreError(
    'model-invalid',
    `The towers give vectors of ${[...lengths].join(' and ')} dimensions, which cannot be compared. Choose another conversion.`,
  )
}

function unusable(variant: string, tower: string): LocavoreError {
  return new LocavoreError(
    'model-invalid',
    `Variant ${variant} answers with nothing usable to ${tower}: numbers that are not finite, or all 0. Choose another --variant.`,
    { variant },
  )
}

/** Lowest cosine between what two variants answer to the same input; 1 where there is one variant. */
export function agreement(outputs: Outputs): number {
  const [first, ...rest] = Object.values(outputs)
  let lowest = 1
  for (const other of rest) {
    for (const tower of ['text', 'image', 'audio'] as const) {
      for (const [row, vector] of (first?.[tower] ?? []).entries()) {
        lowest = Math.min(lowest, cosine(vector, other[tower]?.[row] ?? []))
      }
    }
  }
  return lowest
}
