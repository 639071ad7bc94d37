import type { Kit } from './kit.js'
import { isDark } from './light.js'
import { circle, cloud, dots, type Point, round, type Shape } from './shapes.js'

/** Where the sun or the moon stands; styles draw rings and rays around it. */
export interface Disc {
  readonly x: number
  readonly y: number
  readonly radius: number
}

export function placeDisc({ scene, random }: Kit): Disc {
  const x = random.between(110, 530)
  const lift = random.between(-14, 14)
  const radius = scene.mood === 'dramatic' ? 62 : 44
  if (scene.hour === 'noon') return { x, y: 92 + lift, radius: radius * 0.86 }
  if (scene.hour === 'night') return { x, y: 96 + lift, radius: radius * 0.8 }
  return { x, y: (scene.hour === 'dawn' ? 214 : 196) + lift, radius: radius * 1.2 }
}

function stars({ random }: Kit): Shape[] {
  const some = (count: number): string =>
    dots(Array.from({ length: count }, (): Point => [random.between(6, 634), random.between(6, 230)]))
  return [
    { role: 'star', path: some(40), colour: '#fff7e0', line: 2.2, opacity: 0.75 },
    { role: 'star', path: some(14), colour: '#fff7e0', line: 4, opacity: 0.95 },
  ]
}

function discShapes(kit: Kit, disc: Disc): Shape[] {
  const { scene, light } = kit
  if (scene.weather === 'storm' || scene.weather === 'rain' || scene.weather === 'snow') {
    return [
      {
        role: 'disc',
        path: circle(disc.x, disc.y, disc.radius),
        colour: light.disc,
        opacity: scene.weather === 'storm' ? 0.12 : 0.34,
      },
    ]
  }
  const halo: Shape = {
    role: 'mist',
    path: circle(disc.x, disc.y, disc.radius * 1.75),
    colour: light.disc,
    opacity: 0.16,
  }
  if (scene.hour !== 'night')
    return [halo, { role: 'disc', path: circle(disc.x, disc.y, disc.radius), colour: light.disc }]
  const r = disc.radius
  const moon = `M${round(disc.x + r * 0.3)} ${round(disc.y - r)}a${round(r)} ${round(r)} 0 1 0 ${round(r * 0.7)} ${round(r * 1.3)}a${round(r * 0.82)} ${round(r * 0.82)} 0 0 1 ${round(-r * 0.7)} ${round(-r * 1.3)}Z`
  return [halo, { role: 'disc', path: moon, colour: light.disc }]
}

const CLOUDS: Record<Kit['scene']['weather'], number> = {
  clear: 1,
  cloudy: 7,
  rain: 6,
  snow: 4,
  fog: 2,
  storm: 7,
  wind: 3,
  rainbow: 3,
}

function clouds({ scene, random, light }: Kit): Shape[] {
  const heavy = scene.weather === 'storm' || scene.weather === 'rain' || scene.weather === 'cloudy'
  return Array.from({ length: CLOUDS[scene.weather] }, (_, i) => {
    const width = heavy ? random.between(190, 330) : random.between(110, 190)
    const y = heavy ? 44 + (i % 3) * 42 + random.between(-10, 16) : random.between(56, 170)
    const x = ((i + random.between(0.2, 0.8)) / CLOUDS[scene.weather]) * 640
    return {
      role: 'cloud',
      path: cloud(random, x, y, width),
      colour: light.cloud,
      opacity: heavy ? 0.82 : 0.72,
    } as const
  })
}

function birds({ random, light }: Kit): Shape {
  const x = random.between(120, 480)
  const y = random.between(90, 190)
  const flock = Array.from(
    { length: 3 + random.below(4) },
    () => `M${round(x + random.between(-60, 60))} ${round(y + random.between(-30, 30))}q6 -8 10 0q5 -8 11 -1`,
  )
  return { role: 'line', path: flock.join(''), colour: light.dark, line: 2.2, opacity: 0.6 }
}

export function drawSky(kit: Kit, disc: Disc): readonly Shape[] {
  const night = kit.scene.hour === 'night'
  const wet =
    kit.scene.weather === 'rain' ||
    kit.scene.weather === 'storm' ||
    kit.scene.weather === 'snow' ||
    kit.scene.weather === 'fog'
  return [
    ...(night && !wet ? stars(kit) : []),
    ...discShapes(kit, disc),
    ...clouds(kit),
    ...(!isDark(kit.light) && !wet && kit.random.chance(0.6) ? [birds(kit)] : []),
  ]
}
