import type { Random } from '../random.js'

/** The width and height of every card. */
export const WIDTH = 640
export const HEIGHT = 480

/** What a shape is, so that each style can treat it in its own way. */
export type Role = 'land' | 'detail' | 'line' | 'light' | 'disc' | 'star' | 'cloud' | 'mist' | 'subject' | 'weather'

export interface Shape {
  readonly role: Role
  readonly path: string
  readonly colour: string
  /** Stroke width; a shape with a line is not filled. */
  readonly line?: number
  readonly opacity?: number
}

export type Point = readonly [x: number, y: number]

/** Whole pixels, and one decimal below ten where it shows: half the bytes of a card are numbers. */
export function round(value: number): string {
  return String(Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value))
}

/** Round dots for a stroke with round caps: an eighth of the bytes of circles. */
export function dots(points: readonly Point[]): string {
  return points.map(([x, y]) => `M${Math.round(x)} ${Math.round(y)}h.1`).join('')
}

export function polygon(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`
}

export function polyline(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}`
}

/** A smooth line through the midpoints of `points`. */
export function curve(points: readonly Point[]): string {
  const [first = [0, 0] as Point, ...rest] = points
  let path = `M${round(first[0])} ${round(first[1])}`
  rest.forEach(([x, y], index) => {
    const next = rest[index + 1]
    path += next
      ? `Q${round(x)} ${round(y)} ${round((x + next[0]) / 2)} ${round((y + next[1]) / 2)}`
      : `L${round(x)} ${round(y)}`
  })
  return path
}

export function circle(x: number, y: number, radius: number): string {
  const r = round(radius)
  return `M${round(x)} ${round(y - radius)}a${r} ${r} 0 1 0 .1 0Z`
}

export function box(x: number, y: number, width: number, height: number): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`
}

/** Ground from a skyline down to below the card. */
export function ground(points: readonly Point[], smooth = true): string {
  const line = smooth ? curve(points) : polyline(points)
  return `${line}L660 490L-20 490Z`
}

/** Rolling hills: a skyline of `count` swells around y. */
export function hills(random: Random, y: number, swell: number, count: number): string {
  const points: Point[] = [[-20, y + random.between(-swell, swell) * 0.5]]
  const step = 680 / count
  for (let i = 0; i <= count; i++) {
    const up = i % 2 === 0 ? -1 : 1
    points.push([-20 + step * (i + random.between(-0.2, 0.2)), y + up * swell * random.between(0.4, 1)])
  }
  points.push([660, y])
  return ground(points)
}

/** A peak with its own shoulders, as [outline, snow cap]. */
export function peak(random: Random, x: number, y: number, width: number, height: number): readonly [string, string] {
  const at = (u: number, v: number): Point => [x + u * width + random.between(-4, 4), y - v * height]
  const left: Point[] = [at(-0.5, 0), at(-0.34, 0.3), at(-0.24, 0.42), at(-0.12, 0.72)]
  const right: Point[] = [at(0.1, 0.76), at(0.2, 0.52), at(0.32, 0.36), at(0.5, 0)]
  const top: Point = [x, y - height]
  const l = left[3] as Point
  const r = right[0] as Point
  const cap: Point[] = [
    top,
    r,
    [x + width * 0.05, y - height * 0.66],
    [x, y - height * 0.78],
    [x - width * 0.06, y - height * 0.6],
    l,
  ]
  return [polygon([...left, top, ...right]), polygon(cap)]
}

/** Conifers standing on y(x); each is a trunkless stack of two triangles. */
export function pines(random: Random, places: readonly Point[], height: number): string {
  return places
    .map(([x, y]) => {
      const h = height * random.between(0.75, 1.2)
      const w = h * 0.24
      const at = (u: number, v: number): string => `${round(x + u * w)} ${round(y - v * h)}`
      return `M${at(0, 1)}L${at(0.62, 0.62)}L${at(0.36, 0.64)}L${at(0.85, 0.32)}L${at(0.5, 0.34)}L${at(1, 0)}L${at(-1, 0)}L${at(-0.5, 0.34)}L${at(-0.85, 0.32)}L${at(-0.36, 0.64)}L${at(-0.62, 0.62)}Z`
    })
    .join('')
}

/** A row of conifers at one height. */
export function pineRow(random: Random, from: number, to: number, count: number, y: number, height: number): string {
  const feet = along(random, from, to, count, () => y)
  return pines(random, feet, height)
}

/** The scalloped outline of one leafy tree. */
export function canopy(x: number, y: number, radius: number, lobes = 7): string {
  const at = (k: number): Point => [
    x + Math.cos((k / lobes) * Math.PI * 2) * radius,
    y + Math.sin((k / lobes) * Math.PI * 2) * radius * 0.88,
  ]
  const lobe = round(radius * 0.56)
  const [first = [x, y] as Point, ...rest] = Array.from({ length: lobes + 1 }, (_, k) => at(k))
  return `M${round(first[0])} ${round(first[1])}${rest.map(([px, py]) => `A${lobe} ${lobe} 0 0 1 ${round(px)} ${round(py)}`).join('')}Z`
}

/** Leaves hanging in from the top of the card, scalloped along y. */
export function leafRoof(random: Random, y: number, width: number): string {
  let path = `M-20 -10V${round(y)}`
  for (let x = -20; x < 660; ) {
    const step = width * random.between(0.7, 1.3)
    path += `a${round(step * 0.55)} ${round(step * 0.55)} 0 0 0 ${round(step)} ${round(random.between(-8, 8))}`
    x += step
  }
  return `${path}V-10Z`
}

/** Round crowns standing on the given points. */
export function crowns(random: Random, places: readonly Point[], radius: number): string {
  return places.map(([x, y]) => circle(x, y - radius * 0.4, radius * random.between(0.6, 1.25))).join('')
}

/** Points spread along x with some jitter, at a height given by `y`. */
export function along(random: Random, from: number, to: number, count: number, y: (x: number) => number): Point[] {
  return Array.from({ length: count }, (_, i) => {
    const x = from + ((to - from) * (i + random.between(0.1, 0.9))) / count
    return [x, y(x)] as const
  })
}

/** A flat-bottomed cloud of three or four swells. */
export function cloud(random: Random, x: number, y: number, width: number): string {
  const h = width * random.between(0.2, 0.28)
  const a = random.between(0.5, 0.8)
  const w = width / 2
  return `M${round(x - w)} ${round(y)}q${round(-h * 0.3)} ${round(-h * 0.7)} ${round(w * 0.45)} ${round(-h * 0.7)}q${round(w * 0.2)} ${round(-h * (0.6 + a))} ${round(w * 0.65)} ${round(-h * 0.5)}q${round(w * 0.35)} ${round(-h * 0.5)} ${round(w * 0.5)} ${round(h * 0.4)}q${round(w * 0.45)} ${round(-h * 0.1)} ${round(w * 0.4)} ${round(h * 0.8)}Z`
}

export const land = (path: string, colour: string): Shape => ({ role: 'land', path, colour })
export const detail = (path: string, colour: string, opacity = 1): Shape => ({ role: 'detail', path, colour, opacity })
export const lineOf = (path: string, colour: string, line: number, opacity = 1): Shape => ({
  role: 'line',
  path,
  colour,
  line,
  opacity,
})
export const lit = (path: string, colour: string): Shape => ({ role: 'light', path, colour })
