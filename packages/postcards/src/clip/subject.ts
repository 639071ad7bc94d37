import type { Subject } from '../attributes.js'
import { drawHalo, drawShadow } from '../picture/composition.js'
import { fixed } from '../picture/styles/style.js'
import { habitatOf } from '../scene.js'
import { CLIP_SECONDS, type Frame, faded, grouped, swing } from './frame.js'

/** Pixels a second; below zero the subject faces left as it is drawn. */
const TRAVEL: Partial<Record<Subject, number>> = {
  'sailing-boat': 10,
  'rowing-boat': 8,
  whale: -10,
  swan: -8,
  turtle: -8,
  horse: 12,
  bicycle: 22,
  tram: 20,
  'camper-van': 18,
  'paper-plane': 26,
  airship: 14,
  'hot-air-balloon': 6,
}

const BREATHING: readonly Subject[] = ['fox', 'cat', 'deer', 'owl', 'rabbit', 'elephant', 'horse']
const SWAYING: readonly Subject[] = ['lantern', 'umbrella', 'guitar', 'gramophone', 'tent']

interface Pose {
  readonly x: number
  readonly y: number
  /** Degrees. */
  readonly turn: number
  readonly stretch: number
}

function flightOf(subject: Subject, seconds: number): Pose {
  const rest = { x: 0, y: 8 * swing(seconds, 4), turn: 1.5 * swing(seconds, 6), stretch: 1 }
  switch (subject) {
    case 'kite':
      return { ...rest, x: 16 * swing(seconds, 3), y: 9 * swing(seconds, 1.5), turn: 6 * swing(seconds, 3, 0.2) }
    case 'butterfly':
      return { ...rest, x: 34 * swing(seconds, 3), y: 15 * swing(seconds, 1.5), turn: 7 * swing(seconds, 3, 0.25) }
    case 'paper-plane':
      return { ...rest, y: 14 * swing(seconds, 3), turn: 5 * swing(seconds, 3, 0.25) }
    default:
      return rest
  }
}

/** Where the subject is, relative to where it stands in the still picture. */
function poseOf({ scene, seconds, spot, since }: Frame): Pose {
  const { subject } = scene
  const hop = since('hop')
  const jump = hop !== undefined && hop > 0 && hop < 0.6 ? 13 * Math.sin((Math.PI * hop) / 0.6) : 0
  const x = (TRAVEL[subject] ?? 0) * spot.facing * (seconds - CLIP_SECONDS / 2)
  if (habitatOf(subject) === 'air') {
    const flight = flightOf(subject, seconds)
    return { ...flight, x: flight.x + x }
  }
  if (habitatOf(subject) === 'water' && subject !== 'heron')
    return { x, y: 3.5 * swing(seconds, 3) - jump, turn: 1.8 * swing(seconds, 3, 0.25), stretch: 1 }
  const rolling = TRAVEL[subject] === undefined ? 0 : Math.abs(swing(seconds, 0.75)) * 1.6
  return {
    x,
    y: -jump - rolling,
    turn: SWAYING.includes(subject) ? 1.3 * swing(seconds, 2) : 0,
    stretch: BREATHING.includes(subject) ? 1 + 0.014 * swing(seconds, 2) : 1,
  }
}

/** What moves within the subject: sails, wheels, wings, flames, the whale's spout. */
function partMotion({ scene, seconds, since }: Frame, at: number): string {
  switch (scene.subject) {
    case 'windmill':
      return at === 5 || at === 6 ? `transform="rotate(${fixed((seconds * 60) % 360)} 0 -92)"` : ''
    case 'ferris-wheel':
      return at >= 2 ? `transform="rotate(${fixed((seconds * 15) % 360)} 0 -82)"` : ''
    case 'butterfly':
      return at <= 3 ? `transform="scale(${fixed(0.68 + 0.32 * swing(seconds, 0.4))} 1)"` : ''
    case 'campfire': {
      const rise = 1 + 0.06 * swing(seconds, 0.5, at * 0.3) + 0.03 * swing(seconds, 0.3)
      return at >= 2 ? `transform="translate(0 ${fixed(-14 * (1 - rise))}) scale(1 ${fixed(rise)})"` : ''
    }
    case 'whale': {
      const blow = since('spout') ?? -1
      const height = blow > 0 && blow < 2 ? Math.sin((Math.PI * blow) / 2) : 0
      return at === 0
        ? `transform="translate(0 ${fixed(-72 * (0.75 - 0.75 * height))}) scale(1 ${fixed(0.25 + 0.75 * height)})"`
        : ''
    }
    case 'lantern':
    case 'lighthouse':
      return at === 4 ? faded(0.75 + 0.25 * swing(seconds, 1.5)) : ''
    default:
      return ''
  }
}

/** The lamp of a lighthouse sweeps round in the dark. */
function beam({ scene, canvas, light, seconds }: Frame): string {
  if (scene.subject !== 'lighthouse' || !(canvas.dark || scene.weather === 'fog')) return ''
  const reach = Math.cos((2 * Math.PI * seconds) / 4)
  return `<path d="M0 -118L330 -152V-84ZM0 -118L-330 -152V-84Z" fill="${light.glow}" opacity=".22" transform="scale(${fixed(reach)} 1)"/>`
}

export function subjectFrame(frame: Frame): string {
  const { scene, canvas, light, paint, subject } = frame
  const pose = poseOf(frame)
  const spot = { ...frame.spot, x: Math.max(70, Math.min(570, frame.spot.x + pose.x)) }
  const { scale, facing } = spot
  const place = `translate(${fixed(spot.x)} ${fixed(spot.y + pose.y)})${pose.turn === 0 ? '' : ` rotate(${fixed(pose.turn)})`} scale(${fixed(scale * facing)} ${fixed(scale * pose.stretch)})`
  const marks = paint(subject, (shape, at, mark) => grouped(partMotion(frame, at), mark(shape)))
  return `${drawHalo({ ...spot, y: spot.y + pose.y }, canvas)}${drawShadow(scene, spot, light)}<g transform="${place}">${beam(frame)}${marks}</g>`
}
