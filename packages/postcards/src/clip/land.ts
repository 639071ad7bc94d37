import type { Place } from '../attributes.js'
import { drawForeground, drawSeason, isPaved } from '../picture/foreground.js'
import { DRAW_PLACE } from '../picture/places/index.js'
import type { Shape } from '../picture/shapes.js'
import { fixed } from '../picture/styles/style.js'
import { drawWeather } from '../picture/weather-layer.js'
import { habitatOf } from '../scene.js'
import { type Frame, faded, grouped, moved, swing } from './frame.js'

const WATERY: readonly Place[] = [
  'harbour',
  'mountain-lake',
  'island-beach',
  'rice-terraces',
  'river-delta',
  'sea-cliffs',
]

/** Glints and surf are the lines drawn in the sky's light. */
function isRipple(shape: Shape, { scene, light }: Frame): boolean {
  return shape.line !== undefined && WATERY.includes(scene.place) && [light.skyLow, light.pale].includes(shape.colour)
}

export function placeFrame(frame: Frame): string {
  const { paint, kit, scene, seconds } = frame
  return paint(DRAW_PLACE[scene.place](kit(scene.place)), (shape, at, mark) => {
    if (isRipple(shape, frame))
      return grouped(moved(7 * swing(seconds, 3, at * 0.2), 2 * swing(seconds, 2, at * 0.1)), mark(shape))
    if (shape.role === 'light') return grouped(faded(0.88 + 0.12 * swing(seconds, 1.5, at * 0.3)), mark(shape))
    if (scene.place === 'volcano' && at === 0)
      return grouped(
        `transform="translate(0 ${fixed(-4 - 4 * swing(seconds, 6))}) skewX(${fixed(1.6 * swing(seconds, 6, 0.2))})"`,
        mark(shape),
      )
    return mark(shape)
  })
}

/** Grass leans in the wind and ripples run; pavement stays. */
export function foregroundFrame({ paint, kit, scene, spot, seconds, wind }: Frame): string {
  const water = habitatOf(scene.subject) === 'water'
  return paint(drawForeground(kit('foreground'), spot.ground), (shape, at, mark) => {
    if (at === 0) return mark(shape)
    if (water) return grouped(moved(9 * swing(seconds, 3), 2 * swing(seconds, 2)), mark(shape))
    if (isPaved(scene.place) || at > 2) return mark(shape)
    const lean = (0.8 * wind + 1) * swing(seconds, 2.4) + 0.6 * wind
    return grouped(`transform="translate(0 490) skewX(${fixed(-lean)}) translate(0 -490)"`, mark(shape))
  })
}

/** Boughs rock; leaves and blossom fall and begin again at the top. */
export function seasonFrame({ paint, kit, scene, canvas, seconds, wind }: Frame): string {
  const shapes = drawSeason(kit('season'))
  const drifts = scene.season === 'autumn' || scene.season === 'spring'
  return paint(shapes, (shape, at, mark) => {
    if (!drifts || at !== shapes.length - 1)
      return grouped(`transform="rotate(${fixed(0.5 * wind * swing(seconds, 3))} 320 -40)"`, mark(shape))
    const height = 440
    const id = canvas.id('drift')
    const x = 16 * swing(seconds, 3) + (wind - 1) * 6 * swing(seconds, 1.5)
    return `<g ${moved(x, (seconds * 28) % height)}><g id="${id}">${mark(shape)}</g><use href="#${id}" y="${-height}"/></g>`
  })
}

/** Pixels a second that near and far drops and flakes fall. */
const FALL = { rain: [560, 800], storm: [640, 940], snow: [36, 54, 76] } as const

/** Rain and snow fall for ever: what leaves at the bottom comes in at the top. */
export function weatherFrame({ paint, kit, scene, canvas, seconds }: Frame): string {
  const { weather } = scene
  const speeds: readonly number[] = weather === 'rain' || weather === 'storm' || weather === 'snow' ? FALL[weather] : []
  const slant = weather === 'rain' ? 0.22 : weather === 'storm' ? 0.5 : 0
  const height = 480
  return paint(drawWeather(kit('weather')), (shape, at, mark) => {
    const y = (seconds * (speeds[at] ?? 0)) % height
    const x = weather === 'snow' ? 14 * swing(seconds, 3, at * 0.3) : -slant * y
    const id = canvas.id(`fall${at}`)
    const copies = [
      [700, 0],
      [slant * height, -height],
      [slant * height - 700, -height],
    ].map(([dx, dy]) => `<use href="#${id}" x="${fixed(dx ?? 0)}" y="${dy}"/>`)
    return `<g ${moved(x, y)}><g id="${id}">${mark(shape)}</g>${copies.join('')}</g>`
  })
}
