import type { Composition } from '../picture/composition.js'
import type { Shape } from '../picture/shapes.js'
import { fixed } from '../picture/styles/style.js'
import { type ClipEventName, clipEvents } from '../timeline.js'

/** Seconds of a clip. */
export const CLIP_SECONDS = 6

/** One moment of a composition. */
export interface Frame extends Composition {
  readonly seconds: number
  /** How hard it blows: 1 on a still day. */
  readonly wind: number
  /** Seconds since an event began, negative before it; undefined where it does not happen. */
  since(name: ClipEventName): number | undefined
}

export function frameOf(composition: Composition, seconds: number): Frame {
  const { scene } = composition
  const times = new Map(clipEvents(scene).map((event) => [event.name, event.seconds]))
  return {
    ...composition,
    seconds,
    wind: scene.weather === 'storm' ? 2.6 : scene.weather === 'wind' ? 3 : 1,
    since: (name) => {
      const at = times.get(name)
      return at === undefined ? undefined : seconds - at
    },
  }
}

/** A swing between -1 and 1 that takes `period` seconds. */
export const swing = (seconds: number, period: number, phase = 0): number =>
  Math.sin(2 * Math.PI * (seconds / period + phase))

/** Marks inside a group with attributes; no attributes, no group. */
export const grouped = (attributes: string, marks: string): string =>
  attributes === '' || marks === '' ? marks : `<g ${attributes}>${marks}</g>`

export const moved = (x: number, y: number): string => `transform="translate(${fixed(x)} ${fixed(y)})"`

export const faded = (opacity: number): string => `opacity="${fixed(Math.max(0, Math.min(1, opacity)))}"`

/** The first point of a path. */
export function startOf({ path }: Shape): readonly [number, number] {
  const [, x = '0', y = '0'] = /^M(-?[\d.]+) (-?[\d.]+)/.exec(path) ?? []
  return [Number(x), Number(y)]
}
