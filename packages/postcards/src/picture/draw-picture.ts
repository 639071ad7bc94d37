import { createRandom, hashText } from '../random.js'
import { habitatOf, type Scene } from '../scene.js'
import { mix } from './colour.js'
import { drawForeground, drawSeason } from './foreground.js'
import type { Kit } from './kit.js'
import { createLight, isDark, type Light } from './light.js'
import { DRAW_PLACE } from './places/index.js'
import type { Shape } from './shapes.js'
import { drawSky, placeDisc } from './sky.js'
import { type Canvas, STYLE_PAINTERS } from './styles/index.js'
import { fixed, glow } from './styles/style.js'
import { SUBJECT_PARTS } from './subjects/index.js'
import { drawFog, drawRainbow, drawWeather, drawWind } from './weather-layer.js'

/** A standalone SVG of a scene, 640 by 480. The same scene gives the same bytes everywhere. */
export function drawPicture(scene: Scene): string {
  const light = createLight(scene)
  const stream = (name: string): Kit => ({
    scene,
    light,
    random: createRandom(scene.seed, `picture/${name}`),
    lamp: isDark(light) || scene.mood === 'cosy' ? light.glow : mix(light.skyTop, light.dark, 0.35),
  })
  const disc = placeDisc(stream('disc'))
  const canvas = createCanvas(scene, light, disc)
  const painter = STYLE_PAINTERS[scene.style]
  const spot = placeSubject(stream('subject'))
  let index = 0
  const paint = (shapes: readonly Shape[]): string =>
    shapes.map((shape) => painter.shape(shape, canvas, index++)).join('')
  const flipped = stream('flip').random.chance(0.5)
  const middle = paint(DRAW_PLACE[scene.place](stream(scene.place)))
  const parts = [
    `<defs>${painter.defs(canvas)}${glow(canvas.id('o'), mix(light.pale, light.skyLow, 0.4), canvas.dark ? 0.3 : 0.5)}</defs>`,
    painter.sky(canvas),
    paint(drawSky(stream('sky'), disc)),
    paint(drawRainbow(stream('rainbow'))),
    flipped ? `<g transform="matrix(-1 0 0 1 640 0)">${middle}</g>` : middle,
    paint(drawWind(stream('wind'))),
    paint(drawFog(stream('fog'))),
    paint(drawForeground(stream('foreground'), spot.ground)),
    painter.veil?.(canvas) ?? '',
    drawHalo(spot, canvas) + drawShadow(scene, spot, light),
    `<g transform="translate(${fixed(spot.x)} ${fixed(spot.y)}) scale(${fixed(spot.scale * spot.facing)} ${fixed(spot.scale)})">${paint(subjectShapes(scene, light))}</g>`,
    paint(drawSeason(stream('season'))),
    paint(drawWeather(stream('weather'))),
    painter.finish(canvas),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480" width="640" height="480" stroke-linecap="round">${parts.join('')}</svg>`
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

interface Spot {
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
function drawHalo(spot: Spot, { url }: Canvas): string {
  return `<ellipse cx="${fixed(spot.x)}" cy="${fixed(spot.y - 62 * spot.scale)}" rx="${fixed(128 * spot.scale)}" ry="${fixed(104 * spot.scale)}" fill="${url('o')}"/>`
}

/** The shadow that sets a subject on the ground. */
function drawShadow(scene: Scene, spot: Spot, light: Light): string {
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
