import type { Random } from '../../random.js'
import type { Light } from '../light.js'
import type { Shape } from '../shapes.js'
import type { Disc } from '../sky.js'

/** What a style is given: the lit colours, the disc in the sky, and an id prefix that is the card's own. */
export interface Canvas {
  readonly light: Light
  readonly disc: Disc
  readonly dark: boolean
  readonly random: Random
  /** Makes an id or, with `url`, a reference to it. */
  readonly id: (name: string) => string
  readonly url: (name: string) => string
}

/** A way of drawing: the same shapes in, different marks out. */
export interface StylePainter {
  defs(canvas: Canvas): string
  /** The backdrop, before any shape. */
  sky(canvas: Canvas): string
  shape(shape: Shape, canvas: Canvas, index: number): string
  /** Marks over the land and under the subject. */
  veil?(canvas: Canvas): string
  /** Marks over everything. */
  finish(canvas: Canvas): string
}

export const fixed = (value: number): string => String(Math.round(value * 100) / 100)

const opacityOf = (opacity: number | undefined): string =>
  opacity === undefined || opacity >= 1 ? '' : ` opacity="${fixed(opacity)}"`

export function filled(path: string, colour: string, opacity?: number, extra = ''): string {
  return `<path d="${path}" fill="${colour}"${opacityOf(opacity)}${extra}/>`
}

export function stroked(path: string, colour: string, width: number, opacity?: number, extra = ''): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${fixed(width)}"${opacityOf(opacity)}${extra}/>`
}

/** The plain mark of a shape, which most styles start from. */
export function plain({ path, colour, line, opacity }: Shape): string {
  return line === undefined ? filled(path, colour, opacity) : stroked(path, colour, line, opacity)
}

/** One outline, marked several times: the path is written once and used again. */
export function again(id: string, path: string, ...marks: readonly string[]): string {
  return `<defs><path id="${id}" d="${path}"/></defs>${marks.map((mark) => `<use href="#${id}" ${mark}/>`).join('')}`
}

export function rect(fill: string, opacity?: number): string {
  return `<rect width="640" height="480" fill="${fill}"${opacityOf(opacity)}/>`
}

export function gradient(id: string, stops: readonly (readonly [number, string, number?])[]): string {
  const marks = stops.map(
    ([at, colour, opacity]) =>
      `<stop offset="${at}" stop-color="${colour}"${opacity === undefined ? '' : ` stop-opacity="${opacity}"`}/>`,
  )
  return `<linearGradient id="${id}" x2="0" y2="1">${marks.join('')}</linearGradient>`
}

export function glow(id: string, colour: string, opacity: number): string {
  return `<radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity="${opacity}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`
}
