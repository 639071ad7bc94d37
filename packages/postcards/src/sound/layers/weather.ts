import type { Place, Weather } from '../../attributes.js'
import { filter, noise, place, shape, toLevel, wander } from '../signal.js'
import type { Layer, Stage } from '../stage.js'
import { voiced } from '../tones.js'

const WIND: Record<Weather, number> = {
  clear: 0.008,
  cloudy: 0.01,
  rain: 0.014,
  snow: 0.018,
  fog: 0.008,
  storm: 0.05,
  wind: 0.08,
  rainbow: 0.01,
}

const EXPOSED: Partial<Record<Place, number>> = {
  desert: 0.03,
  canyon: 0.022,
  'sea-cliffs': 0.025,
  volcano: 0.02,
  'mountain-lake': 0.01,
  'city-rooftops': 0.012,
}

/** Slow gusts of filtered noise, and a faint whistle when it blows hard. */
export const wind: Layer = (stage) => {
  const { scene, rate, length } = stage
  const random = stage.random('wind')
  const level = WIND[scene.weather] + (EXPOSED[scene.place] ?? 0)
  const gust = wander(random, 4)
  const body = filter(noise(length, random), { rate, kind: 'band', hz: (at) => 200 + 520 * gust(at), q: 0.6 })
  stage.lay(
    shape(body, (at) => 0.12 + gust(at) ** 2),
    level,
    0.2,
  )
  if (level < 0.03) return
  const bend = wander(random, 5)
  const whistle = filter(noise(length, random), { rate, kind: 'band', hz: (at) => 420 + 480 * bend(at), q: 14 })
  stage.lay(
    shape(whistle, (at) => gust(at) ** 3),
    level * 0.2,
    0.4,
  )
  if (scene.place === 'forest' || scene.place === 'meadow' || scene.place === 'river-delta') leaves(stage, level)
}

function leaves(stage: Stage, level: number): void {
  const random = stage.random('leaves')
  const gust = wander(random, 6)
  const rustle = filter(noise(stage.length, random), { rate: stage.rate, kind: 'high', hz: 2600 })
  stage.lay(
    shape(rustle, (at) => 0.1 + gust(at) ** 2),
    level * 0.35,
  )
}

/** Hiss, a soft body, and many small drops. */
export const rain: Layer = (stage) => {
  const { scene, rate, length } = stage
  if (scene.weather !== 'rain' && scene.weather !== 'storm') return
  const random = stage.random('rain')
  const level = scene.weather === 'storm' ? 0.05 : 0.045
  const sway = wander(random, 3)
  const hiss = filter(filter(noise(length, random), { rate, kind: 'high', hz: 1500, q: 0.5 }), {
    rate,
    kind: 'low',
    hz: 5200,
  })
  stage.lay(
    shape(hiss, (at) => 0.75 + 0.4 * sway(at)),
    level,
    0.1,
  )
  stage.lay(filter(noise(length, random), { rate, kind: 'band', hz: 480, q: 0.5 }), level * 0.5)
  const near = scene.subject === 'umbrella' || scene.subject === 'tent' ? 2 : 1
  stage.lay(drops(stage, 110 * near, 1100, 4200), level * 0.55 * near, 0.1)
}

/** Short ringing drops at random moments; `perSecond` of them between two pitches. */
function drops(stage: Stage, perSecond: number, low: number, high: number): Float32Array<ArrayBuffer> {
  const { rate, length } = stage
  const random = stage.random('drops')
  const out = new Float32Array(length)
  for (let count = Math.round(perSecond * stage.seconds); count > 0; count--) {
    const pitch = low * (high / low) ** random.next()
    const seconds = random.between(0.006, 0.02)
    const sound = voiced({ rate, seconds, hz: () => pitch, gain: (at) => Math.min(1, at * 12) * (1 - at) ** 3 })
    place(out, random.next() * length, sound, random.between(0.1, 1) ** 2)
  }
  return out
}

/** After the shower: single drops that ring as they fall into water. */
export const drips: Layer = (stage) => {
  if (stage.scene.weather !== 'rainbow') return
  const random = stage.random('drips')
  for (let count = Math.round(4 * stage.seconds); count > 0; count--) {
    const pitch = random.between(700, 1700)
    const sound = voiced({
      rate: stage.rate,
      seconds: random.between(0.05, 0.1),
      hz: (at) => pitch * (1 + 0.7 * at),
      gain: (at) => Math.min(1, at * 20) * (1 - at) ** 2,
    })
    stage.play(random.next() * stage.seconds, sound, random.between(0.015, 0.07), 0.5)
  }
}

/** Falling snow swallows sound: a low hush and a few grains against the window. */
export const snow: Layer = (stage) => {
  if (stage.scene.weather !== 'snow') return
  const random = stage.random('snow')
  const breath = wander(random, 2)
  const hush = filter(noise(stage.length, random), {
    rate: stage.rate,
    kind: 'low',
    hz: (at) => 260 + 240 * breath(at),
    q: 0.5,
  })
  stage.lay(
    shape(hush, (at) => 0.5 + breath(at)),
    0.03,
  )
  const grains = filter(drops(stage, 26, 3000, 5200), { rate: stage.rate, kind: 'low', hz: 4200 })
  stage.lay(grains, 0.003)
}

/** A rolling thunder: one bright crack far away, then low noise that comes back in waves. */
export const thunder: Layer = (stage) => {
  const at = stage.timeOf('thunder')
  if (at === undefined) return
  const { rate } = stage
  const random = stage.random('thunder')
  const length = Math.round(rate * 3.4)
  const rolls = Array.from({ length: 6 }, (_, k) => ({
    centre: 0.04 + k * 0.13 + random.between(0, 0.06),
    width: random.between(0.035, 0.08),
    gain: random.between(0.5, 1) * 0.74 ** k,
  }))
  const roll = filter(noise(length, random), { rate, kind: 'low', hz: (phase) => 420 - 290 * phase ** 0.5, q: 0.6 })
  shape(roll, (phase) => {
    let sum = 0
    for (const { centre, width, gain } of rolls) sum += gain * Math.exp(-(((phase - centre) / width) ** 2))
    return sum * Math.min(1, phase * 60) * (1 - phase)
  })
  stage.play(at, toLevel(roll, 0.16), 1, 0.45)
  const crack = filter(noise(Math.round(rate * 0.5), random), { rate, kind: 'band', hz: 700, q: 0.5 })
  shape(crack, (phase) => Math.min(1, phase * 80) * (1 - phase) ** 5)
  stage.play(at, toLevel(crack, 0.07), 1, 0.6)
}
