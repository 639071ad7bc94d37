import { mix } from './colour.js'
import type { Kit } from './kit.js'
import { isDark } from './light.js'
import { dots, type Point, round, type Shape } from './shapes.js'

const weatherLine = (path: string, colour: string, line: number, opacity: number): Shape => ({
  role: 'weather',
  path,
  colour,
  line,
  opacity,
})

function rain({ random, light }: Kit, count: number, slant: number): Shape[] {
  const strokes = (many: number, length: number): string =>
    Array.from(
      { length: many },
      () =>
        `M${round(random.between(-10, 690))} ${round(random.between(-20, 460))}l${Math.round(-length * slant)} ${length}`,
    ).join('')
  const colour = isDark(light) ? mix(light.skyLow, '#ffffff', 0.6) : mix(light.skyTop, '#ffffff', 0.72)
  return [weatherLine(strokes(count, 20), colour, 1.8, 0.5), weatherLine(strokes(count * 0.6, 34), colour, 2.6, 0.72)]
}

function snow({ random }: Kit): Shape[] {
  const flakes = (many: number): string =>
    dots(Array.from({ length: many }, (): Point => [random.between(0, 640), random.between(0, 470)]))
  return [
    weatherLine(flakes(54), '#ffffff', 3.6, 0.75),
    weatherLine(flakes(40), '#ffffff', 6.4, 0.9),
    weatherLine(flakes(20), '#ffffff', 9.6, 0.96),
  ]
}

/** Fog lies between the land and the subject, so the subject stays in sight. */
export function drawFog({ scene, random, light }: Kit): readonly Shape[] {
  if (scene.weather !== 'fog' && scene.mood !== 'mysterious') return []
  const thick = scene.weather === 'fog' ? 9 : 2
  const colour = mix(light.skyLow, '#ffffff', isDark(light) ? 0.25 : 0.6)
  return Array.from({ length: thick }, (_, i) => {
    const y = thick === 2 ? 330 + i * 44 : 150 + i * 32 + random.between(-8, 8)
    const x = i % 2 ? random.between(-320, -180) : random.between(60, 200)
    const w = random.between(640, 820)
    const h = random.between(34, 52)
    const path = `M${round(x)} ${round(y)}q${round(w * 0.3)} ${round(-h)} ${round(w * 0.6)} ${round(-h * 0.4)}t${round(w * 0.4)} ${round(h * 0.4)}q${round(-w * 0.3)} ${round(h)} ${round(-w * 0.6)} ${round(h * 0.4)}t${round(-w * 0.4)} ${round(-h * 0.4)}Z`
    return { role: 'mist', path, colour, opacity: thick === 2 ? 0.24 : 0.4 } as const
  })
}

function lightning({ random }: Kit): Shape {
  const x = random.between(130, 510)
  return { role: 'light', path: `M${round(x)} 118l-34 84h26l-22 76l66 -104h-30l26 -56Z`, colour: '#ffe98a' }
}

/** Gusts and lightning stay behind the subject. */
export function drawWind(kit: Kit): readonly Shape[] {
  if (kit.scene.weather === 'storm') return [lightning(kit)]
  return kit.scene.weather === 'wind' ? gusts(kit) : []
}

function gusts({ random, light }: Kit): Shape[] {
  const swirl = (x: number, y: number, s: number): string =>
    `M${round(x)} ${round(y)}h${round(120 * s)}c${round(44 * s)} 0 ${round(44 * s)} ${round(-44 * s)} ${round(12 * s)} ${round(-42 * s)}c${round(-20 * s)} 2 ${round(-18 * s)} ${round(26 * s)} 0 ${round(24 * s)}M${round(x + 24 * s)} ${round(y + 14 * s)}h${round(150 * s)}c${round(30 * s)} 0 ${round(30 * s)} ${round(32 * s)} ${round(8 * s)} ${round(30 * s)}c${round(-14 * s)} -2 ${round(-12 * s)} ${round(-18 * s)} 0 ${round(-17 * s)}`
  const path = [0, 1, 2, 3]
    .map((i) =>
      swirl(random.between(-10, 150) + (i % 2) * 300, 76 + i * 70 + random.between(-12, 12), random.between(0.8, 1.2)),
    )
    .join('')
  return [weatherLine(path, mix(light.skyLow, '#ffffff', 0.8), 3.6, 0.85)]
}

/** The bow stands behind the land. */
export function drawRainbow({ scene, random }: Kit): readonly Shape[] {
  if (scene.weather !== 'rainbow') return []
  const x = random.between(220, 420)
  return ['#e5574f', '#f49a42', '#f7d452', '#6dbb69', '#4a90c8', '#7d62b5'].map((colour, i) => {
    const r = 262 - i * 13
    return {
      role: 'mist',
      path: `M${round(x - r)} 350a${r} ${r} 0 0 1 ${2 * r} 0h-13a${r - 13} ${r - 13} 0 0 0 ${-2 * (r - 13)} 0Z`,
      colour,
      opacity: 0.72,
    } as const
  })
}

export function drawWeather(kit: Kit): readonly Shape[] {
  switch (kit.scene.weather) {
    case 'rain':
      return rain(kit, 54, 0.22)
    case 'storm':
      return rain(kit, 44, 0.5)
    case 'snow':
      return snow(kit)
    default:
      return []
  }
}
