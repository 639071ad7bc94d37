import type { Random } from '../../random.js'
import { filter, type Loop, noise, shape, wander } from '../signal.js'
import type { Layer, Stage } from '../stage.js'
import { swell, voiced } from '../tones.js'

function isWet({ scene }: Stage): boolean {
  return scene.weather === 'rain' || scene.weather === 'storm' || scene.weather === 'snow'
}

/** Crickets on warm nights, cicadas on summer noons, frogs where rice and reeds stand in water. */
export const insects: Layer = (stage) => {
  const { scene } = stage
  const barren = scene.place === 'volcano' || scene.place === 'snow-village' || scene.place === 'city-rooftops'
  if (isWet(stage) || scene.weather === 'wind' || scene.season === 'winter' || barren) return
  if (scene.hour === 'night') for (let k = 0; k < 3; k++) cricket(stage, k)
  if (scene.hour === 'dusk') cricket(stage, 0)
  if (scene.hour === 'noon' && scene.season === 'summer' && scene.place !== 'harbour') cicadas(stage)
  if (scene.hour === 'night' && (scene.place === 'rice-terraces' || scene.place === 'river-delta')) frogs(stage)
}

function cricket(stage: Stage, index: number): void {
  const random = stage.random(`cricket/${index}`)
  const pitch = random.between(3300, 4300)
  const count = Math.round(stage.seconds * random.between(1.3, 2.1))
  const pulse = voiced({ rate: stage.rate, seconds: 0.024, hz: () => pitch, gain: swell(0.4) })
  const offset = random.next()
  for (let k = 0; k < count; k++)
    for (let p = 0; p < 3; p++)
      stage.play(((k + offset) / count) * stage.seconds + p * 0.034, pulse, [0.05, 0.03, 0.018][index] ?? 0.02, 0.3)
}

function cicadas(stage: Stage): void {
  const random = stage.random('cicadas')
  const surge = wander(random, 3)
  const buzz = filter(noise(stage.length, random), { rate: stage.rate, kind: 'band', hz: 4300, q: 5 })
  const beats = Math.round(38 * stage.seconds)
  shape(buzz, (at) => (0.15 + surge(at) ** 2) * (0.7 + 0.3 * Math.sin(2 * Math.PI * beats * at)))
  stage.lay(buzz, 0.009, 0.2)
}

function frogs(stage: Stage): void {
  const random = stage.random('frogs')
  for (let count = Math.round(stage.seconds * 0.8); count > 0; count--) {
    const start = random.next() * stage.seconds
    const pitch = random.between(380, 620)
    const gain = random.between(0.02, 0.06)
    const pulse = voiced({
      rate: stage.rate,
      seconds: 0.03,
      hz: () => pitch,
      gain: swell(0.3),
      harmonics: [1, 0.6, 0.3],
    })
    for (let p = 0; p < 5; p++) stage.play(start + p * 0.042, pulse, gain * (0.6 + 0.1 * p), 0.4)
  }
}

/** One bird's phrase: a few short gliding whistles. Each bird has its own. */
function playPhrase(stage: Stage, at: number, random: Random, gain: number, room: number): void {
  const base = random.between(2100, 3100)
  let time = at
  for (let notes = 3 + random.below(4); notes > 0; notes--) {
    const from = base * random.between(0.9, 1.3)
    const bend = random.between(-0.25, 0.3)
    const trill = random.chance(0.3) ? 0.05 : 0
    const seconds = random.between(0.07, 0.16)
    const turns = Math.round(seconds * 32)
    const hz = (phase: number): number =>
      from * (1 + bend * phase + trill * Math.sin(2 * Math.PI * turns * phase)) * (1 - 0.06 * (1 - phase) ** 4)
    stage.play(time, voiced({ rate: stage.rate, seconds, hz, gain: swell(0.35) }), gain, room)
    time += seconds + random.between(0.03, 0.09)
  }
}

export const birds: Layer = (stage) => {
  const at = stage.timeOf('bird-call')
  if (at === undefined) return
  playPhrase(stage, at, stage.random('bird'), 0.13, 0.35)
  const random = stage.random('far-birds')
  for (let far = 3; far > 0; far--)
    playPhrase(stage, random.next() * stage.seconds, stage.random(`far-bird/${far}`), 0.014, 0.9)
}

const CRY = (at: number): number => (at < 0.25 ? 0.82 + 0.72 * at : 1 - 0.42 * (at - 0.25))

export const gulls: Layer = (stage) => {
  const at = stage.timeOf('gull-cry')
  if (at === undefined) return
  const random = stage.random('gull')
  const base = random.between(1050, 1300)
  let time = at
  for (let cries = 3; cries > 0; cries--) {
    const seconds = random.between(0.26, 0.42)
    const pitch = base * random.between(0.95, 1.08)
    const cry = voiced({
      rate: stage.rate,
      seconds,
      hz: (p) => pitch * CRY(p),
      gain: swell(0.35),
      harmonics: [1, 0.55, 0.22],
    })
    stage.play(time, cry, 0.085, 0.6)
    time += seconds + random.between(0.08, 0.16)
  }
}

export const owl: Layer = (stage) => {
  const at = stage.timeOf('owl-call')
  if (at === undefined) return
  const pitch = stage.random('owl').between(330, 390)
  const hoot = (seconds: number): Loop =>
    voiced({
      rate: stage.rate,
      seconds,
      hz: (p) => pitch * (1 - 0.06 * p),
      gain: swell(0.3),
      harmonics: [1, 0.14, 0.06],
    })
  for (const [delay, seconds] of [
    [0, 0.42],
    [0.62, 0.2],
    [0.86, 0.5],
  ] as const)
    stage.play(at + delay, hoot(seconds), 0.19, 0.55)
}
