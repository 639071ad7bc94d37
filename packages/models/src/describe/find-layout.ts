import { cannotUse } from '../json.js'
import type { SourceFile } from '../source/model-source.js'
import type { TowerName } from '../trial/golden-file.js'
import type { Architecture } from './architecture.js'
import { VARIANTS, type Variant } from './variants.js'

/** Where a model keeps its graphs. */
export interface Layout {
  /** Tower -> path without the ending of a variant. All the same where one file holds every tower. */
  readonly stems: Readonly<Partial<Record<TowerName, string>>>
  readonly isCombined: boolean
  /** Variants that every tower has, each in one file that a browser can hold. */
  readonly variants: readonly Variant[]
}

const STEMS = { text: 'onnx/text_model', image: 'onnx/vision_model', audio: 'onnx/audio_model' } as const
const WHOLE = ['onnx/model', 'model']
/** A browser holds no larger file in one piece. */
const MOST_BYTES = 2_000_000_000

export const onnxPath = (stem: string, variant: Variant) => `${stem}${VARIANTS[variant]}.onnx`

/** Where a tower's file lies in our folder: as in the source, unless it was cut out of a file that holds them all. */
export function towerPath({ stems, isCombined }: Layout, tower: TowerName, variant: Variant): string {
  return onnxPath(isCombined ? STEMS[tower] : (stems[tower] ?? STEMS[tower]), variant)
}

/** @throws LocavoreError `model-invalid` when no graphs are there that would do */
export function findLayout(architecture: Architecture, files: readonly SourceFile[]): Layout {
  const { towers } = architecture
  const separate = Object.fromEntries(towers.map((tower) => [tower, STEMS[tower]]))
  const candidates = [separate, ...WHOLE.map((stem) => Object.fromEntries(towers.map((tower) => [tower, stem])))]
  for (const stems of candidates) {
    const paths = [...new Set(Object.values(stems))]
    const variants = variantsOf(paths, files)
    if (variants.length > 0) return { stems, isCombined: towers.length > 1 && paths.length === 1, variants }
  }
  const found = files.filter(({ path }) => path.includes('.onnx')).map(({ path }) => path)
  const advice =
    found.length === 0
      ? 'Look for a conversion of it: the hub has many under Xenova/ and onnx-community/.'
      : `It has ${found.slice(0, 8).join(', ')}: weights that lie beside their graph (.onnx_data), or files above 2 GB, are not for browsers.`
  throw cannotUse(`The model has no ONNX files for ${towers.join(' and ')} that our encoder can load. ${advice}`)
}

function variantsOf(stems: readonly string[], files: readonly SourceFile[]): readonly Variant[] {
  const sizes = new Map(files.map(({ path, bytes }) => [path, bytes]))
  const names = Object.keys(VARIANTS) as Variant[]
  return names.filter((variant) =>
    stems.every((stem) => {
      const path = onnxPath(stem, variant)
      return (sizes.get(path) ?? Number.POSITIVE_INFINITY) <= MOST_BYTES && !sizes.has(`${path}_data`)
    }),
  )
}
