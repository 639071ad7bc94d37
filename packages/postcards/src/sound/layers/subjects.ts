import type { Subject } from '../../attributes.js'
import { filter, noise, shape, toLevel, wander } from '../signal.js'
import type { Layer } from '../stage.js'
import { struck, swell, TIMBRES, voiced } from '../tones.js'

/** A fire: low breathing noise and crackles; `level` is 1 for an open fire. */
const fire =
  (level: number): Layer =>
  (stage) => {
    const { rate, length, seconds } = stage
    const random = stage.random('fire')
    const breath = wander(random, 7)
    const roar = filter(noise(length, random), { rate, kind: 'band', hz: (at) => 180 + 160 * breath(at), q: 0.5 })
    stage.lay(roar, 0.03 * level)
    for (let count = Math.round(13 * seconds * level); count > 0; count--) {
      const pop = noise(Math.round(rate * random.between(0.003, 0.014)), random)
      filter(pop, { rate, kind: 'band', hz: random.between(900, 3600), q: 1 })
      shape(pop, (at) => (1 - at) ** 3)
      stage.play(random.next() * seconds, toLevel(pop, 0.2), level * random.between(0.05, 1) ** 3, 0.15)
    }
  }

const tram: Layer = (stage) => {
  const { rate, length } = stage
  const random = stage.random('tram')
  const sway = wander(random, 4)
  const rails = filter(noise(length, random), { rate, kind: 'low', hz: (at) => 160 + 120 * sway(at), q: 0.7 })
  stage.lay(rails, 0.018)
  const at = stage.timeOf('tram-bell') ?? 0
  const bell = struck(rate, 1180, [
    [1, 1, 0.9],
    [2.4, 0.4, 0.4],
    [3.9, 0.15, 0.2],
  ])
  for (const delay of [0, 0.24]) stage.play(at + delay, bell, 0.19, 0.4)
}

const bicycle: Layer = (stage) => {
  const at = stage.timeOf('bicycle-bell') ?? 0
  const ring = struck(stage.rate, 2250, [
    [1, 1, 0.5],
    [1.51, 0.5, 0.3],
    [2.6, 0.2, 0.15],
  ])
  for (let k = 0; k < 7; k++) stage.play(at + k * 0.055, ring, 0.07 * (1 - k * 0.09), 0.3)
  const click = struck(stage.rate, 2600, [[1, 1, 0.012]])
  const count = Math.round(stage.seconds * 9)
  for (let k = 0; k < count; k++) stage.play((k / count) * stage.seconds, click, 0.008, 0)
}

/** A purr, and one meow: harmonics under a mouth that opens and closes. */
const cat: Layer = (stage) => {
  const { rate, length, seconds } = stage
  const random = stage.random('cat')
  const beats = Math.round(24 * seconds)
  const purr = filter(noise(length, random), { rate, kind: 'band', hz: 190, q: 0.8 })
  const breath = wander(random, 4)
  shape(purr, (at) => (0.3 + 0.7 * Math.sin(Math.PI * beats * at) ** 2) * (0.4 + 0.6 * breath(at)))
  stage.lay(purr, 0.018)
  const pitch = random.between(480, 560)
  const hz = (at: number): number => pitch * (0.86 + 0.3 * Math.sin(Math.PI * Math.min(1, at * 1.15)))
  const voice = voiced({ rate, seconds: 0.7, hz, gain: swell(0.4), harmonics: [0.5, 1, 0.7, 0.35, 0.16, 0.06] })
  filter(voice, { rate, kind: 'band', hz: (at) => 800 + 900 * Math.sin(Math.PI * at), q: 1.2 })
  stage.play(stage.timeOf('meow') ?? 0, toLevel(voice, 0.07), 1, 0.4)
}

const whale: Layer = (stage) => {
  const { rate } = stage
  const random = stage.random('whale')
  const at = stage.timeOf('whale-song') ?? 0
  const base = random.between(170, 230)
  const glide = (seconds: number, from: number, to: number, delay: number): void => {
    const hz = (p: number): number =>
      base * (from + (to - from) * p ** 1.4) * (1 + 0.012 * Math.sin(2 * Math.PI * 5 * seconds * p))
    stage.play(at + delay, voiced({ rate, seconds, hz, gain: swell(0.4), harmonics: [1, 0.4, 0.2, 0.08] }), 0.2, 0.8)
  }
  glide(1.5, 1, 1.9, 0)
  glide(1.1, 1.7, 1.05, 1.5)
}

const horse: Layer = (stage) => {
  const { rate } = stage
  const random = stage.random('horse')
  const at = stage.timeOf('hooves') ?? 0
  for (let step = 0; step < 8; step++) {
    const hoof = struck(rate, random.between(480, 560) * (step % 2 ? 1.22 : 1), [
      [1, 1, 0.07],
      [2.3, 0.5, 0.04],
      [3.7, 0.25, 0.025],
    ])
    stage.play(at + step * 0.21 + (step % 2) * 0.02, hoof, 0.22 * random.between(0.7, 1) * (1 - step * 0.06), 0.35)
  }
}

const elephant: Layer = (stage) => {
  const { rate } = stage
  const hz = (at: number): number => 330 + 190 * Math.sin(Math.PI * Math.min(1, at * 1.4)) + 6 * Math.sin(190 * at)
  const call = voiced({ rate, seconds: 0.95, hz, gain: swell(0.35), harmonics: [0.7, 1, 0.7, 0.4, 0.2, 0.1] })
  filter(call, { rate, kind: 'low', hz: 1900 })
  stage.play(stage.timeOf('trumpet') ?? 0, toLevel(call, 0.06), 1, 0.75)
}

const balloon: Layer = (stage) => {
  const { rate } = stage
  const random = stage.random('burner')
  const flame = filter(noise(Math.round(rate * 1.4), random), { rate, kind: 'band', hz: 520, q: 0.4 })
  shape(flame, (at) => Math.min(1, at * 9) * Math.min(1, (1 - at) * 2.5) ** 2)
  stage.play(stage.timeOf('burner') ?? 0, toLevel(flame, 0.1), 1, 0.25)
}

const splash: Layer = (stage) => {
  const { rate } = stage
  const random = stage.random('splash')
  const at = stage.timeOf('splash') ?? 0
  const water = filter(noise(Math.round(rate * 0.6), random), { rate, kind: 'band', hz: (p) => 1500 - 800 * p, q: 0.6 })
  shape(water, (p) => Math.min(1, p * 22) * (1 - p) ** 3)
  stage.play(at, toLevel(water, 0.09), 1, 0.3)
  for (let k = 0; k < 9; k++) {
    const pitch = random.between(600, 1300)
    const drop = voiced({
      rate,
      seconds: 0.07,
      hz: (p) => pitch * (1 + 0.6 * p),
      gain: (p) => Math.min(1, p * 12) * (1 - p) ** 2,
    })
    stage.play(at + 0.1 + random.between(0, 0.5), drop, random.between(0.03, 0.1), 0.4)
  }
}

/** A kettle that simmers, and a spoon against the cup. */
const teapot: Layer = (stage) => {
  const { rate } = stage
  const random = stage.random('teapot')
  const steam = filter(noise(stage.length, random), { rate, kind: 'band', hz: 2800, q: 0.7 })
  const breath = wander(random, 5)
  stage.lay(
    shape(steam, (at) => 0.4 + breath(at)),
    0.009,
  )
  const at = stage.timeOf('clink') ?? 0
  const cup = struck(rate, 2080, TIMBRES.celesta)
  for (const [delay, gain] of [
    [0, 0.13],
    [0.17, 0.08],
    [0.3, 0.1],
  ] as const)
    stage.play(at + delay, cup, gain, 0.35)
}

/** A turn that comes back: sails of a mill, a propeller, the pulls of a wheel. */
const turning =
  (perSecond: number, hz: number, level: number): Layer =>
  (stage) => {
    const random = stage.random('turning')
    const turns = Math.max(1, Math.round(perSecond * stage.seconds))
    const air = filter(noise(stage.length, random), { rate: stage.rate, kind: 'band', hz, q: 0.8 })
    shape(air, (at) => 0.15 + Math.max(0, Math.sin(2 * Math.PI * turns * at)) ** 2)
    stage.lay(air, level, 0.2)
  }

/** The needle in the groove: sparse ticks and a little dust. */
const groove: Layer = (stage) => {
  const random = stage.random('groove')
  const dust = filter(noise(stage.length, random), { rate: stage.rate, kind: 'high', hz: 2200 })
  stage.lay(dust, 0.005)
  const tick = struck(stage.rate, 1900, [
    [1, 1, 0.01],
    [1.7, 0.7, 0.006],
  ])
  for (let count = Math.round(stage.seconds * 11); count > 0; count--)
    stage.play(random.next() * stage.seconds, tick, random.between(0.1, 1) ** 3 * 0.06, 0)
}

/** Cloth in the wind. */
const flutter: Layer = (stage) => {
  const random = stage.random('flutter')
  const gust = wander(random, 5)
  const beats = Math.round(11 * stage.seconds)
  const cloth = filter(noise(stage.length, random), { rate: stage.rate, kind: 'band', hz: 900, q: 0.6 })
  shape(cloth, (at) => gust(at) ** 2 * (0.35 + 0.65 * Math.sin(Math.PI * beats * (at + 0.02 * gust(at))) ** 4))
  stage.lay(cloth, 0.02, 0.1)
}

/** A few high chimes for what glimmers without a sound of its own. */
const glimmer: Layer = (stage) => {
  const random = stage.random('glimmer')
  for (let count = 5; count > 0; count--) {
    const chime = struck(stage.rate, 1568 * 2 ** (random.pick([0, 2, 4, 7, 9]) / 12), TIMBRES.celesta)
    stage.play(random.next() * stage.seconds, chime, random.between(0.012, 0.03), 0.7)
  }
}

const LAYERS: Partial<Record<Subject, Layer>> = {
  campfire: fire(1),
  cabin: fire(0.4),
  lantern: fire(0.2),
  tram,
  bicycle,
  cat,
  whale,
  horse,
  elephant,
  'hot-air-balloon': balloon,
  swan: splash,
  heron: splash,
  turtle: splash,
  'rowing-boat': splash,
  teapot,
  windmill: turning(0.7, 420, 0.035),
  airship: turning(9, 180, 0.035),
  'camper-van': turning(12, 150, 0.03),
  'ferris-wheel': turning(0.5, 640, 0.012),
  gramophone: groove,
  kite: flutter,
  tent: flutter,
  telescope: glimmer,
  butterfly: glimmer,
}

export const subject: Layer = (stage) => LAYERS[stage.scene.subject]?.(stage)
