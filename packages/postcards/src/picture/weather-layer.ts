import { mix } from './colour.js'
import type { Kit } from './kit.js'
import { isDark } from './light.js'
import { circle, round, type Shape } from './shapes.js'

const weatherLine = (path: string, colour: string, line: number, opacity: number): Shape => ({ role: 'weather', path, colour, line, opacity })

function rain({ random, light }: Kit, count: number, slant: number): Shape[] {
  const strokes = (many: number, length: number): string =>
    Array.from({ length: many }, () => `M${round(random.between(-10, 690))} ${round(random.between(-20, 460))}l${round(-length * slant)} ${round(length)}`).join('')
  const colour = isDark(light) ? mix(light.skyLow, '#ffffff', 0.6) : mix(light.skyTop, '#ffffff', 0.72)
  return [weatherLine(strokes(count, 20), colour, 1.8, 0.5), weatherLine(strokes(count * 0.6, 34), colour, 2.6, 0.72)]
}

function snow({ random }: Kit): Shape[] {
  const flakes = (many: number, low: number, high: number): string =>
    Array.from({ length: many }, () => circle(random.between(0, 640), random.between(0, 470), random.between(low, high))).join('')
  return [
    { role: 'weather', path: flakes(44, 1.4, 2.4), colour: '#ffffff', opacity: 0.8 },
    { role: 'weather', path: flakes(26, 3, 4.6), colour: '#ffffff', opacity: 0.94 },
  ]
}

/** Fog lies between the land and the subject, so the subject stays in sight. */
export function drawFog({ scene, random, light }: Kit): readonly Shape[] {
  if (scene.weather !== 'fog' && scene.mood !== 'mysterious') return []
  const thick = scene.weather === 'fog' ? 7 : 2
  const colour = mix(light.skyLow, '#ffffff', isDark(light) ? 0.25 : 0.6)
  return Array.from({ length: thick }, (_, i) => {
    const y = thick === 2 ? 330 + i * 44 : 150 + i * 40 + random.between(-8, 8)
    const x = random.between(-160, 120)
    const w = random.between(380, 620)
    return { role: 'mist', path: `M${round(x)} ${round(y)}q0 -15 15 -15h${round(w)}q15 0 15 15t-15 15h${round(-w)}q-15 0 -15 -15Z`, colour, opacity: thick === 2 ? 0.26 : 0.5 } as const
  })
}

function lightning({ random }: Kit): Shape {
  const x = random.between(130, 510)
  return { role: 'light', path: `M${round(x)} 118l-34 84h26l-22 76l66 -104h-30l26 -56Z`, colour: '#ffe98a' }
}

function gusts({ random, light }: Kit): Shape[] {
  const swirl = (x: number, y: number, s: number): string =>
    `M${round(x)} ${round(y)}h${round(120 * s)}c${round(44 * s)} 0 ${round(44 * s)} ${round(-44 * s)} ${round(12 * s)} ${round(-42 * s)}c${round(-20 * s)} 2 ${round(-18 * s)} ${round(26 * s)} 0 ${round(24 * s)}M${round(x + 24 * s)} ${round(y + 14 * s)}h${round(150 * s)}c${round(30 * s)} 0 ${round(30 * s)} ${round(32 * s)} ${round(8 * s)} ${round(30 * s)}c${round(-14 * s)} -2 ${round(-12 * s)} ${round(-18 * s)} 0 ${round(-17 * s)}`
  const path = [0, 1, 2, 3].map((i) => swirl(random.between(-30, 180) + (i % 2) * 270, 70 + i * 64 + random.between(-16, 16), random.between(0.7, 1.1))).join('')
  return [weatherLine(path, mix(light.skyLow, '#ffffff', 0.75), 4, 0.85)]
}

/** The bow stands behind the land. */
export function drawRainbow({ scene, random }: Kit): readonly Shape[] {
  if (scene.weather !== 'rainbow') return []
  const x = random.between(220, 420)
  return ['#e5574f', '#f49a42', '#f7d452', '#6dbb69', '#4a90c8', '#7d62b5'].map((colour, i) => {
    const r = 262 - i * 13
    return { role: 'mist', path: `M${round(x - r)} 350a${r} ${r} 0 0 1 ${2 * r} 0h-13a${r - 13} ${r - 13} 0 0 0 ${-2 * (r - 13)} 0Z`, colour, opacity: 0.72 } as const
  })
}

export function drawWeather(kit: Kit): readonly Shape[] {
  switch (kit.scene.weather) {
    case 'rain':
      return rain(kit, 70, 0.22)
    case 'storm':
      return [lightning(kit), ...rain(kit, 50, 0.5)]
    case 'snow':
      return snow(kit)
    case 'wind':
      return gusts(kit)
    default:
      return []
  }
}
