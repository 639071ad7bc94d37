import type { Shape } from '../picture/shapes.js'
import { drawSky } from '../picture/sky.js'
import { drawFog, drawRainbow, drawWind } from '../picture/weather-layer.js'
import { type Frame, faded, grouped, moved, startOf, swing } from './frame.js'

const STAR_GROUPS = 4

/** Stars twinkle in four groups, each in its own time. */
function twinkling(shape: Shape, at: number, seconds: number, mark: (shape: Shape) => string): string {
  const points = shape.path.split(/(?=M)/)
  return Array.from({ length: STAR_GROUPS }, (_, group) => {
    const path = points.filter((_point, i) => i % STAR_GROUPS === group).join('')
    const light = 0.62 + 0.38 * swing(seconds, 1.7 + 0.45 * group + 0.3 * at, group * 0.27)
    return path === '' ? '' : grouped(faded(light), mark({ ...shape, path }))
  }).join('')
}

/** Clouds drift to the right and come in again at the left. */
function drifting(shape: Shape, { seconds, wind }: Frame): string {
  const [left] = startOf(shape)
  const from = left + 340
  const shift = ((((from + seconds * 8 * wind) % 1000) + 1000) % 1000) - from
  return moved(shift, 0)
}

/** A small flock on its way, wings beating. */
function flapping(shape: Shape, { seconds, wind }: Frame): string {
  const [, y] = startOf(shape)
  const beat = 0.75 + 0.45 * swing(seconds, 0.42)
  return `transform="translate(${Math.round(seconds * 9 * wind * 10) / 10} ${Math.round(y * (1 - beat) * 10) / 10}) scale(1 ${Math.round(beat * 100) / 100})"`
}

export function skyFrame(frame: Frame): string {
  const { seconds, paint, kit, canvas } = frame
  return paint(drawSky(kit('sky'), canvas.disc), (shape, at, mark) => {
    switch (shape.role) {
      case 'star':
        return twinkling(shape, at, seconds, mark)
      case 'cloud':
        return grouped(drifting(shape, frame), mark(shape))
      case 'line':
        return grouped(flapping(shape, frame), mark(shape))
      case 'mist':
        return grouped(faded(0.8 + 0.2 * swing(seconds, 3)), mark(shape))
      default:
        return mark(shape)
    }
  })
}

export function rainbowFrame({ paint, kit, seconds }: Frame): string {
  return paint(drawRainbow(kit('rainbow')), (shape, at, mark) =>
    grouped(faded(0.86 + 0.14 * swing(seconds, 4, at * 0.06)), mark(shape)),
  )
}

/** How bright the flash is: two strokes and an afterglow. */
function flashAt(since: number | undefined): number {
  if (since === undefined || since < 0 || since > 0.6) return 0
  if (since < 0.12) return 1
  if (since < 0.2) return 0.25
  return since < 0.3 ? 0.85 : (0.6 - since) * 1.5
}

/** Gusts sweep across; lightning shows only while it strikes. */
export function windFrame(frame: Frame): string {
  const { seconds, paint, kit, scene } = frame
  const flash = flashAt(frame.since('lightning'))
  return paint(drawWind(kit('wind')), (shape, _, mark) => {
    const marks = mark(shape)
    if (scene.weather === 'storm') return flash > 0 ? grouped(faded(flash), marks) : ''
    const phase = (seconds / 3) % 1
    return grouped(
      `${moved(-240 + 480 * phase, 3 * swing(seconds, 1.5))} ${faded(Math.sin(Math.PI * phase) * 1.3)}`,
      marks,
    )
  })
}

/** The whole picture brightens under lightning. */
export function flashFrame(frame: Frame): string {
  const flash = flashAt(frame.since('lightning'))
  return flash > 0 ? `<rect width="640" height="480" fill="#f4f6ff" ${faded(flash * 0.42)}/>` : ''
}

export function fogFrame({ paint, kit, seconds }: Frame): string {
  return paint(drawFog(kit('fog')), (shape, at, mark) =>
    grouped(moved((at % 2 ? 34 : -34) * swing(seconds, 9 + at, at * 0.13), 0), mark(shape)),
  )
}

/** Two birds fly across, and are in the middle when they call. */
export function birdFrame(frame: Frame): string {
  const since = frame.since('bird')
  if (since === undefined || Math.abs(since) > 2.6) return ''
  const { random, light } = frame.kit('clip-bird')
  const way = random.chance(0.5) ? 1 : -1
  const y = random.between(96, 150)
  const wings = [0, 1].map((k) => {
    const lift = 10 + 7 * swing(frame.seconds, 0.5, k * 0.3)
    const x = 320 + way * since * 150 - way * k * 52
    const at = y + k * 26 + 6 * swing(frame.seconds, 1.9, k * 0.4)
    return `M${Math.round(x - 26)} ${Math.round(at - lift * 0.4)}q14 ${Math.round(-lift)} 26 ${Math.round(lift * 0.4)}q12 ${Math.round(-lift * 1.4)} 26 ${Math.round(-lift * 0.4)}`
  })
  const colour = frame.canvas.dark ? light.pale : light.dark
  return frame.paint([{ role: 'line', path: wings.join(''), colour, line: 3.6, opacity: 0.9 }])
}

/** A star falls for most of a second and leaves a trace. */
export function shootingStarFrame(frame: Frame): string {
  const since = frame.since('shooting-star')
  if (since === undefined || since < 0 || since > 0.9) return ''
  const { random } = frame.kit('clip-star')
  const x = random.between(120, 420)
  const y = random.between(30, 80)
  const head = since / 0.9
  const tail = Math.max(0, head - 0.35)
  const path = `M${Math.round(x + 190 * tail)} ${Math.round(y + 80 * tail)}L${Math.round(x + 190 * head)} ${Math.round(y + 80 * head)}`
  return frame.paint([{ role: 'star', path, colour: '#fffbe8', line: 3.4, opacity: Math.sin(Math.PI * head) }])
}
