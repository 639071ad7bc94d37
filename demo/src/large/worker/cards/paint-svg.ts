import { isRadial, paintOf } from './paint-fill.js'
import { byId, readSvg, type SvgNode } from './read-svg.js'
import { verticalBounds } from './vertical-bounds.js'

type Context = OffscreenCanvasRenderingContext2D

/** What a shape has from what it stands in. */
const INHERITED = [
  'fill',
  'fill-rule',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-linejoin',
  'stroke-linecap',
] as const
type Style = Readonly<Partial<Record<(typeof INHERITED)[number], string>>>

function styleOf(inherited: Style, { attributes }: SvgNode): Style {
  const own = INHERITED.filter((name) => attributes[name] !== undefined).map((name) => [name, attributes[name]])
  return own.length === 0 ? inherited : { ...inherited, ...Object.fromEntries(own) }
}

const numberOf = ({ attributes }: SvgNode, name: string): number => Number(attributes[name] ?? 0)

/** Draws a picture of `drawPicture` as browsers do; of a shape with both, opacity counts for fill and stroke apart. */
export function paintSvg(svg: string, context: Context): void {
  const root = readSvg(svg)
  new Painter(context, byId(root)).drawAll(root.children, { 'stroke-linecap': 'round' })
}

class Painter {
  readonly #context: Context
  readonly #named: ReadonlyMap<string, SvgNode>

  constructor(context: Context, named: ReadonlyMap<string, SvgNode>) {
    this.#context = context
    this.#named = named
  }

  drawAll(nodes: readonly SvgNode[], inherited: Style): void {
    for (const node of nodes) this.#draw(node, inherited)
  }

  #draw(node: SvgNode, inherited: Style): void {
    if (node.name === 'defs') return
    const context = this.#context
    const { opacity, transform } = node.attributes
    const style = styleOf(inherited, node)
    context.save()
    if (opacity !== undefined) context.globalAlpha *= Number(opacity)
    if (transform !== undefined) applyTransform(context, transform)
    if (node.name === 'g' || node.name === 'svg') this.drawAll(node.children, style)
    else if (node.name === 'use') this.#drawAgain(node, style)
    else this.#drawShape(node, style)
    context.restore()
  }

  #drawAgain(node: SvgNode, style: Style): void {
    const meant = this.#named.get(node.attributes['href']?.slice(1) ?? '')
    if (meant === undefined) return
    this.#context.translate(numberOf(node, 'x'), numberOf(node, 'y'))
    this.#draw(meant, style)
  }

  #drawShape(node: SvgNode, style: Style): void {
    const { fill = '#000' } = style
    const ellipse = ellipseOf(node)
    if (ellipse !== undefined && isRadial(fill, this.#named)) {
      this.#drawGlow(ellipse, fill)
      return
    }
    const path = pathOf(node, ellipse)
    const { globalAlpha } = this.#context
    this.#fill(path, node, style)
    this.#context.globalAlpha = globalAlpha
    this.#stroke(path, node, style)
  }

  #fill(path: Path2D, node: SvgNode, style: Style): void {
    const paint = this.#paint(style.fill ?? '#000', node)
    if (paint === undefined) return
    const context = this.#context
    context.globalAlpha *= Number(style['fill-opacity'] ?? 1)
    context.fillStyle = paint
    context.fill(path, style['fill-rule'] === 'evenodd' ? 'evenodd' : 'nonzero')
  }

  #stroke(path: Path2D, node: SvgNode, style: Style): void {
    const paint = this.#paint(style.stroke ?? 'none', node)
    if (paint === undefined) return
    const context = this.#context
    context.globalAlpha *= Number(style['stroke-opacity'] ?? 1)
    context.strokeStyle = paint
    context.lineWidth = Number(style['stroke-width'] ?? 1)
    context.lineJoin = style['stroke-linejoin'] === 'round' ? 'round' : 'miter'
    context.lineCap = style['stroke-linecap'] === 'round' ? 'round' : 'butt'
    context.stroke(path)
  }

  #drawGlow({ x, y, across, down }: Ellipse, fill: string): void {
    const paint = this.#paint(fill, undefined)
    if (paint === undefined) return
    const context = this.#context
    context.translate(x, y)
    context.scale(across, down)
    context.fillStyle = paint
    context.fill(unitCircle())
  }

  #paint(paint: string, node: SvgNode | undefined) {
    return paintOf(paint, {
      context: this.#context,
      named: this.#named,
      bounds: () => boundsOf(node),
      draw: (tile, nodes) => new Painter(tile, this.#named).drawAll(nodes, { 'stroke-linecap': 'round' }),
    })
  }
}

interface Ellipse {
  readonly x: number
  readonly y: number
  readonly across: number
  readonly down: number
}

function ellipseOf(node: SvgNode): Ellipse | undefined {
  if (node.name !== 'circle' && node.name !== 'ellipse') return undefined
  const circle = node.name === 'circle'
  return {
    x: numberOf(node, 'cx'),
    y: numberOf(node, 'cy'),
    across: numberOf(node, circle ? 'r' : 'rx'),
    down: numberOf(node, circle ? 'r' : 'ry'),
  }
}

function unitCircle(): Path2D {
  const path = new Path2D()
  path.arc(0, 0, 1, 0, 2 * Math.PI)
  return path
}

function pathOf(node: SvgNode, ellipse: Ellipse | undefined): Path2D {
  if (ellipse === undefined && node.name === 'path') return new Path2D(node.attributes['d'])
  const path = new Path2D()
  if (ellipse !== undefined) path.ellipse(ellipse.x, ellipse.y, ellipse.across, ellipse.down, 0, 0, 2 * Math.PI)
  if (node.name === 'rect') {
    path.rect(numberOf(node, 'x'), numberOf(node, 'y'), numberOf(node, 'width'), numberOf(node, 'height'))
  }
  return path
}

function boundsOf(node: SvgNode | undefined): readonly [number, number] {
  if (node?.name === 'path') return verticalBounds(node.attributes['d'] ?? '')
  const top = node === undefined ? 0 : numberOf(node, 'y')
  return [top, top + (node === undefined ? 1 : numberOf(node, 'height'))]
}

/** `translate(1 2) scale(3 4)`, `matrix(...)`, as far as pictures have them. */
function applyTransform(context: Context, transform: string): void {
  for (const [, name, given = ''] of transform.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b, c = 0, d = 0, e = 0, f = 0] = given.split(/[\s,]+/).map(Number)
    if (name === 'translate') context.translate(a, b ?? 0)
    else if (name === 'scale') context.scale(a, b ?? a)
    else if (name === 'rotate') context.rotate((a * Math.PI) / 180)
    else if (name === 'matrix') context.transform(a, b ?? 0, c, d, e, f)
  }
}
