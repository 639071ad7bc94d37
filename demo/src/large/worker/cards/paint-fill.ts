import type { SvgNode } from './read-svg.js'

type Context = OffscreenCanvasRenderingContext2D
/** Patterns are drawn this much larger than they stand, so that turning them leaves them fine. */
const FINER = 2

const numberOf = (node: SvgNode, name: string): number => Number(node.attributes[name] ?? 0)

/** `rgba` of a stop: its colour is always `#rrggbb`. */
function stopColour({ attributes }: SvgNode): string {
  const { 'stop-color': colour = '#000000', 'stop-opacity': opacity = '1' } = attributes
  const alpha = Math.round(Number(opacity) * 255)
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}${alpha.toString(16).padStart(2, '0')}` : colour
}

function withStops(gradient: CanvasGradient, node: SvgNode): CanvasGradient {
  for (const stop of node.children) gradient.addColorStop(numberOf(stop, 'offset'), stopColour(stop))
  return gradient
}

/** A repeated tile, turned as `patternTransform` says. */
function tile(
  context: Context,
  node: SvgNode,
  draw: (tile: Context, nodes: readonly SvgNode[]) => void,
): CanvasPattern | null {
  const [width, height] = [numberOf(node, 'width'), numberOf(node, 'height')]
  const canvas = new OffscreenCanvas(width * FINER, height * FINER)
  const inside = canvas.getContext('2d')
  if (inside === null) return null
  inside.scale(FINER, FINER)
  draw(inside, node.children)
  const pattern = context.createPattern(canvas, 'repeat')
  const [, angle = '0'] = /rotate\(([-\d.]+)\)/.exec(node.attributes['patternTransform'] ?? '') ?? []
  pattern?.setTransform(new DOMMatrix().rotateSelf(Number(angle)).scaleSelf(1 / FINER))
  return pattern
}

export interface FillGround {
  readonly context: Context
  readonly named: ReadonlyMap<string, SvgNode>
  /** Top and bottom of what is filled; asked for gradients only. */
  readonly bounds: () => readonly [top: number, bottom: number]
  readonly draw: (tile: Context, nodes: readonly SvgNode[]) => void
}

/** What a `fill` or `stroke` paints with; undefined where it paints nothing. A radial gradient fills the unit circle. */
export function paintOf(
  paint: string,
  { context, named, bounds, draw }: FillGround,
): string | CanvasGradient | CanvasPattern | undefined {
  if (paint === 'none') return undefined
  const node = named.get(/^url\(#(.+)\)$/.exec(paint)?.[1] ?? '')
  if (node === undefined) return paint
  if (node.name === 'pattern') return tile(context, node, draw) ?? undefined
  if (node.name === 'radialGradient') return withStops(context.createRadialGradient(0, 0, 0, 0, 0, 1), node)
  const [top, bottom] = bounds()
  return withStops(context.createLinearGradient(0, top, 0, bottom), node)
}

export const isRadial = (paint: string, named: ReadonlyMap<string, SvgNode>): boolean =>
  named.get(/^url\(#(.+)\)$/.exec(paint)?.[1] ?? '')?.name === 'radialGradient'
