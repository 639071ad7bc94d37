import type { ImageTower } from '@locavore/encoders/towers'
import { cannotUse, type Json, numberAt, textAt } from '../json.js'
import type { Graph } from '../onnx/graph.js'
import type { Architecture } from './architecture.js'
import { floatInput, floatOutput } from './ports.js'

export type DescribedImage = Omit<ImageTower, 'files'>

type Fit = Pick<ImageTower, 'width' | 'height' | 'fit' | 'kept'>
type Colour = readonly [number, number, number]

/** @throws LocavoreError `model-invalid` for what our encoder cannot feed or read, with what to do */
export function describeImage(architecture: Architecture, graph: Graph, preprocessor: Json): DescribedImage {
  const advice = 'Choose a model that reads pictures of one size (not a NaFlex one).'
  const input = floatInput(graph, 'pixel_values', 'picture', advice)
  const output = floatOutput(graph, architecture.outputs.image, 'picture')
  const fit = fitOf(preprocessor)
  const [, , height, width] = input.shape
  if ((height !== undefined && height !== fit.height) || (width !== undefined && width !== fit.width)) {
    throw cannotUse(
      `preprocessor_config.json makes pictures of ${fit.width} x ${fit.height}, but the graph wants ${width} x ${height}. Choose another conversion.`,
    )
  }
  checkColours(preprocessor)
  const isNormalised = preprocessor['do_normalize'] !== false
  return {
    input: input.name,
    output: output.name,
    ...fit,
    mean: isNormalised ? colourOf(preprocessor, 'mean') : [0, 0, 0],
    std: isNormalised ? colourOf(preprocessor, 'std') : [1, 1, 1],
    background: [255, 255, 255],
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

function fitOf(preprocessor: Json): Fit {
  const [size, crop] = [preprocessor['size'], sizeOf(preprocessor['crop_size'])]
  const isCropped = preprocessor['do_center_crop'] === true && crop !== undefined
  const mode = textAt(preprocessor, 'resize_mode')
  const shortest = numberAt(size, 'shortest_edge')
  // A bare number is the shorter side where a crop follows; jina-clip says in words which it is.
  if (typeof size === 'number' && mode === 'shortest') return cover(size, { width: size, height: size })
  if (typeof size === 'number' && isCropped && mode === undefined) return cover(size, crop)
  if (shortest !== undefined && isCropped) return cover(shortest, crop)
  const square = sizeOf(size)
  const isWhole = mode === undefined || mode === 'squash'
  if (square !== undefined && isWhole && (!isCropped || (crop.width === square.width && crop.height === square.height)))
    return { ...square, fit: 'stretch' }
  throw cannotUse(
    `Pictures are prepared by ${JSON.stringify({ size, crop_size: preprocessor['crop_size'], resize_mode: mode })}: our encoder stretches to ` +
      'one size, or makes the shorter side fit and cuts the middle out. Choose a model that is prepared so.',
  )
}

function cover(shortest: number, crop: Size): Fit {
  const kept = Math.min(crop.width, crop.height) / shortest
  if (crop.width !== crop.height || kept > 1) {
    throw cannotUse(
      `Pictures are cut to ${crop.width} x ${crop.height} out of ${shortest}: only squares inside are known.`,
    )
  }
  return { ...crop, fit: 'cover', ...(kept === 1 ? {} : { kept }) }
}

function sizeOf(value: unknown): Size | undefined {
  if (typeof value === 'number') return { width: value, height: value }
  const [width, height] = [numberAt(value, 'width'), numberAt(value, 'height')]
  return width === undefined || height === undefined ? undefined : { width, height }
}

function checkColours(preprocessor: Json): void {
  const factor = numberAt(preprocessor, 'rescale_factor') ?? 1 / 255
  const isRescaled = preprocessor['do_rescale'] !== false && Math.abs(factor * 255 - 1) < 1e-3
  const isFlipped = preprocessor['do_flip_channel_order'] === true || preprocessor['do_convert_bgr'] === true
  if (isRescaled && !isFlipped && preprocessor['do_pad'] !== true) return
  throw cannotUse(
    'preprocessor_config.json asks for padding, blue first, or a scale other than 1/255, which our encoder does not do. Choose another model.',
  )
}

function colourOf(preprocessor: Json, name: 'mean' | 'std'): Colour {
  const value = preprocessor[`image_${name}`] ?? preprocessor[name]
  const list = Array.isArray(value) ? (value as unknown[]).map(Number) : []
  const [red, green, blue] = list
  if (red !== undefined && green !== undefined && blue !== undefined && list.every(Number.isFinite)) {
    return [red, green, blue]
  }
  throw cannotUse(`preprocessor_config.json has no image_${name} of three numbers. Choose another conversion.`)
}
