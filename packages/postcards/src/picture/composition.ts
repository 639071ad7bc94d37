import { createRandom, hashText } from '../random.js'
import { habitatOf, type Scene } from '../scene.js'
import { mix } from './colour.js'
import type { Kit } from './kit.js'
import { createLight, isDark, type Light } from './light.js'
import type { Shape } from './shapes.js'
import { placeDisc } from './sky.js'
import { type Canvas, STYLE_PAINTERS, type StylePainter } from './styles/index.js'
import { fixed, glow } from './styles/style.js'
import { SUBJECT_PARTS } from './subjects/index.js'

/** Draws one shape in the card's style; the mark may be of another shape than the one it stands for. */
export type Dress = (shape: Shape, index: number, mark: (shape: Shape) => string) => string

/** What a still picture and the frames of a clip have in common. */
export interface Composition {
  readonly scene: Scene
  readonly light: Light
  readonly canvas: Canvas
  readonly painter: StylePainter
  readonly spot: Spot
  /** Whether the place is mirrored. */
  readonly flipped: boolean
  readonly defs: string
  readonly subject: readonly Shape[]
  /** A kit with a random stream of its own. */
  kit(name: string): Kit
  /** Marks shapes in the style. Styles count shapes, so the order of these calls is part of the picture. */
  paint(shapes: readonly Shape[], dress?: Dress): string
}

export function compose(scene: Scene): Composition {
  const light = createLight(scene)
  const kit = (name: string): Kit => ({
    scene,
    light,
    random: createRandom(scene.seed, `picture/${name}`),
    lamp: isDark(light) || scene.mood === 'cosy' ? light.glow : mix(light.skyTop, light.dark, 0.35),
  })
  const canvas = createCanvas(scene, light, placeDisc(kit('disc')))
  const painter = STYLE_PAINTERS[scene.style]
  let count = 0
  const paintOne = (shape: Shape, at: number, dress: Dress): string => {
    const index = count++
    return dress(shape, at, (marked) => painter.shape(marked, canvas, index))
  }
  return {
    scene,
    light,
    canvas,
    painter,
    spot: placeSubject(kit('subject')),
    flipped: kit('flip').random.chance(0.5),
    defs: `<defs>${painter.defs(canvas)}${glow(canvas.id('o'), mix(light.pale, light.skyLow, 0.4), canvas.dark ? 0.3 : 0.5)}</defs>`,
    subject: subjectShapes(scene, light),
    kit,
    paint: (shapes, dress = (shape, _, mark) => mark(shape)) =>
      shapes.map((shape, at) => paintOne(shape, at, dress)).join(''),
  }
}

/** The card's frame: everything drawn is inside. */
export function card(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480" width="640" height="480" stroke-linecap="round">${content}</svg>`
}

export function mirrored(content: string, flipped: boolean): string {
  return flipped ? `<g transform="matrix(-1 0 0 1 640 0)">${content}</g>` : content
}

function createCanvas(scene: Scene, light: Light, disc: Canvas['disc']): Canvas {
  const key = [
    scene.seed,
    scene.place,
    scene.weather,
    scene.hour,
    scene.season,
    scene.subject,
    scene.mood,
    scene.style,
    scene.palette,
  ]
  const prefix = `p${hashText(key.join('/')).toString(36)}`
  return {
    light,
    disc,
    dark: isDark(light),
    random: createRandom(scene.seed, 'picture/style'),
    id: (name) => `${prefix}${name}`,
    url: (name) => `url(#${prefix}${name})`,
  }
}

/** Where the subject stands. */
export interface Spot {
  readonly x: number
  readonly y: number
  readonly scale: number
  readonly facing: 1 | -1
  /** The baseline of the foreground, also when the subject floats above it. */
  readonly ground: number
}

function placeSubject({ scene, random }: Kit): Spot {
  const habitat = habitatOf(scene.subject)
  const ground = Math.round(random.between(424, 440))
  const scale = random.between(1.08, 1.26)
  const x = random.between(140, 500)
  const y = habitat === 'air' ? random.between(215, 305) : ground
  return { x, y, scale, facing: random.chance(0.5) ? 1 : -1, ground: habitat === 'air' ? 440 : ground }
}

/** A soft light behind the subject, so that it reads against any land. */
export function drawHalo(spot: Spot, { url }: Canvas): string {
  return `<ellipse cx="${fixed(spot.x)}" cy="${fixed(spot.y - 62 * spot.scale)}" rx="${fixed(128 * spot.scale)}" ry="${fixed(104 * spot.scale)}" fill="${url('o')}"/>`
}

/** The shadow that sets a subject on the ground. */
export function drawShadow(scene: Scene, spot: Spot, light: Light): string {
  if (habitatOf(scene.subject) !== 'land') return ''
  return `<ellipse cx="${fixed(spot.x)}" cy="${fixed(spot.y + 1)}" rx="${fixed(74 * spot.scale)}" ry="8" fill="${light.dark}" opacity=".24"/>`
}

function subjectShapes({ subject }: Scene, light: Light): readonly Shape[] {
  const roles: Readonly<Record<string, string>> = {
    a: light.accent,
    b: light.second,
    w: '#fff8ec',
    d: light.dark,
    k: '#7b5540',
    c: '#454659',
    g: '#ffd985',
  }
  return SUBJECT_PARTS[subject].map(([colour, path, line]) => {
    const shape = {
      role: 'subject',
      path,
      colour: colour === 'g' ? light.glow : light.subject(roles[colour] ?? colour),
    } as const
    return line === undefined ? shape : { ...shape, line }
  })
}
