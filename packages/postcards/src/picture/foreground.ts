import { habitatOf } from '../scene.js'
import { mix } from './colour.js'
import type { Kit } from './kit.js'
import type { Material } from './light.js'
import { box, circle, detail, land, lineOf, round, type Shape } from './shapes.js'

const FLOOR: Record<Kit['scene']['place'], Material> = {
  harbour: 'stone',
  'mountain-lake': 'grass',
  desert: 'sand',
  'old-town': 'stone',
  forest: 'grass',
  meadow: 'grass',
  'island-beach': 'sand',
  'snow-village': 'snow',
  canyon: 'red-rock',
  'city-rooftops': 'stone',
  'rice-terraces': 'grass',
  'river-delta': 'grass',
  'sea-cliffs': 'grass',
  volcano: 'ash',
}

const PETALS: Record<Kit['scene']['season'], string> = {
  spring: '#f6b3c6',
  summer: '#ffd24a',
  autumn: '#dd6f2a',
  winter: '#f4f8fc',
}

export function isPaved(place: Kit['scene']['place']): boolean {
  return place === 'harbour' || place === 'old-town' || place === 'city-rooftops'
}

/** Leaves, blossom or snow drifting through the lower part of the card. */
function drift({ scene, random, light }: Kit): Shape {
  const leaf = (): string => {
    const x = random.between(0, 640)
    const y = random.between(60, 470)
    const a = random.below(13) - 6
    const b = 5 + random.below(5)
    return `M${round(x)} ${round(y)}q${a} ${-b} ${b + 5} ${a}q${-a} ${b} ${-b - 5} ${-a}Z`
  }
  return detail(
    Array.from({ length: scene.season === 'autumn' ? 18 : 14 }, leaf).join(''),
    light.mood(PETALS[scene.season]),
    0.92,
  )
}

/** A bough reaching in from a top corner, in the season's dress. */
function bough({ scene, random, light }: Kit): Shape[] {
  const flip = random.chance(0.5)
  const x = (value: number): string => round(flip ? 640 - value : value)
  const twigs = `M${x(-20)} 20Q${x(80)} 30 ${x(190)} 84M${x(60)} 32Q${x(110)} 20 ${x(170)} 26M${x(110)} 48Q${x(120)} 80 ${x(112)} 112M${x(20)} 24Q${x(40)} 60 ${x(30)} 96`
  const spots: readonly (readonly [number, number])[] = [
    [186, 82],
    [164, 28],
    [112, 110],
    [30, 94],
    [140, 62],
    [90, 34],
    [118, 84],
    [60, 40],
    [36, 64],
    [150, 72],
    [128, 24],
  ]
  const dressed = spots
    .map(([px, py]) => circle(flip ? 640 - px : px, py + random.between(-4, 4), random.between(7, 13)))
    .join('')
  const colour = scene.season === 'summer' ? light.material('pine', 0.05) : light.mood(PETALS[scene.season])
  return [lineOf(twigs, light.material('bark'), 5), detail(dressed, colour, 0.95)]
}

function tufts({ scene, random, light }: Kit, y: number): Shape[] {
  const blades = Array.from({ length: 14 }, (_, i) => {
    const x = random.between(0, 100) + (i % 2) * 540
    return `M${round(x)} ${y + 70}q${round(random.between(-10, 10))} -34 ${round(random.between(-14, 14))} ${round(-random.between(44, 84))}`
  }).join('')
  const heads = Array.from({ length: 9 }, (_, i) =>
    circle(random.between(0, 110) + (i % 2) * 530, y + random.between(-6, 40), random.between(4, 7)),
  ).join('')
  const bloom = scene.season === 'summer' ? light.accent : light.mood(PETALS[scene.season])
  return [lineOf(blades, mix(light.material('pine'), light.dark, 0.2), 3.4), detail(heads, bloom)]
}

/** Open water with ripples around the subject. */
function openWater({ light, random }: Kit, y: number): Shape[] {
  const edge = `M-20 ${y - 44}Q160 ${y - 34} 330 ${y - 46}T660 ${y - 46}V490H-20Z`
  const ripple = (at: number): string => `M${round(random.between(0, 520))} ${at}q18 -7 36 0t36 0t36 0`
  const ripples = [-26, -12, 8, 20, 30, 40, 14].map((dy) => ripple(y + dy)).join('')
  return [
    land(edge, mix(light.material('water'), light.skyTop, 0.14)),
    lineOf(ripples, mix(light.skyLow, '#ffffff', 0.3), 2.6, 0.6),
  ]
}

function pavement({ light }: Kit, y: number): Shape {
  const top = y - 26
  const joints = `M90 ${top}l-26 30M250 ${top}l-10 30M410 ${top}l12 30M560 ${top}l26 30M150 ${y + 4}l-20 30M330 ${y + 4}v30M500 ${y + 4}l18 30`
  return lineOf(`M-10 ${y + 4}H660M-10 ${y + 34}H660${joints}`, light.dark, 2, 0.22)
}

function puddles({ light, random }: Kit, y: number): Shape {
  const puddle = (x: number, dy: number, w: number): string =>
    `M${round(x)} ${y + dy}q${w} -13 ${w * 2} 0q${-w} 13 ${-w * 2} 0Z`
  return detail(puddle(random.between(60, 200), 22, 60) + puddle(random.between(330, 460), 30, 50), light.skyLow, 0.5)
}

/** The ground or water that the subject stands on. `y` is its baseline. */
export function drawForeground(kit: Kit, y: number): readonly Shape[] {
  const { scene, light } = kit
  if (habitatOf(scene.subject) === 'water') return openWater(kit, y)
  const flat = isPaved(scene.place)
  const rolling = `M-20 ${y - 20}Q150 ${y - 38} 320 ${y - 24}T660 ${y - 24}V490H-20Z`
  return [
    land(flat ? box(-20, y - 26, 680, 120) : rolling, light.material(FLOOR[scene.place])),
    ...(flat ? [pavement(kit, y)] : tufts(kit, y - 10)),
    ...(scene.weather === 'rain' || scene.weather === 'storm' ? [puddles(kit, y)] : []),
  ]
}

export function drawSeason(kit: Kit): readonly Shape[] {
  const { scene, random } = kit
  const withBough =
    scene.place !== 'desert' && scene.place !== 'canyon' && scene.place !== 'forest' && random.chance(0.5)
  const drifting = scene.season === 'autumn' || scene.season === 'spring'
  return [...(withBough ? bough(kit) : []), ...(drifting ? [drift(kit)] : [])]
}
