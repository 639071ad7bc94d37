import type { Place } from '../../attributes.js'
import { filter, noise, shape, wander } from '../signal.js'
import type { Layer, Stage } from '../stage.js'
import { struck, swell, TIMBRES, voiced } from '../tones.js'

/** A church bell across the roofs, struck twice. */
export const bells: Layer = (stage) => {
  const at = stage.timeOf('bell')
  if (at === undefined) return
  const bell = struck(stage.rate, stage.random('bell').between(290, 390), TIMBRES.bell, 0.006)
  stage.play(at, bell, 0.13, 0.6)
  stage.play(at + 1.5, bell, 0.08, 0.7)
}

const HUM: Partial<Record<Place, number>> = { 'city-rooftops': 0.026, 'old-town': 0.012, harbour: 0.012 }

/** Far traffic, and under volcanoes the ground itself. */
export const hum: Layer = (stage) => {
  const { rate, length, scene } = stage
  const random = stage.random('hum')
  const level = (HUM[scene.place] ?? 0) * (scene.hour === 'night' ? 0.6 : 1)
  if (level > 0) {
    const sway = wander(random, 4)
    const traffic = filter(noise(length, random), { rate, kind: 'low', hz: (at) => 130 + 160 * sway(at), q: 0.5 })
    stage.lay(
      shape(traffic, (at) => 0.6 + 0.7 * sway(at)),
      level,
    )
  }
  if (scene.place !== 'volcano') return
  const heave = wander(random, 5)
  const rumble = filter(noise(length, random), { rate, kind: 'low', hz: (at) => 90 + 120 * heave(at), q: 0.8 })
  stage.lay(
    shape(rumble, (at) => 0.3 + heave(at) ** 2),
    0.07,
    0.2,
  )
}

function crowdLevel({ scene }: Stage): number {
  const open = scene.hour === 'noon' || scene.hour === 'dusk' ? 1 : 0.4
  const busy = scene.subject === 'market-stall' ? 0.03 : scene.subject === 'ferris-wheel' ? 0.02 : 0
  const town = scene.place === 'old-town' ? 0.016 : scene.place === 'harbour' ? 0.008 : 0
  return scene.weather === 'storm' ? 0 : (busy + town) * open
}

/** A murmur like many voices: bands of noise at the pitch of speech, each opening and closing at the pace of syllables. */
export const murmur: Layer = (stage) => {
  const level = crowdLevel(stage)
  if (level === 0) return
  const { rate, length } = stage
  const random = stage.random('murmur')
  for (let k = 0; k < 6; k++) {
    const vowel = wander(random, 9)
    const speak = wander(random, Math.round(2.6 * stage.seconds))
    const turn = wander(random, 3)
    const voice = filter(noise(length, random), {
      rate,
      kind: 'band',
      hz: (at) => 330 + k * 70 + 420 * vowel(at),
      q: 4,
    })
    stage.lay(
      shape(voice, (at) => Math.max(0, speak(at) - 0.38) ** 1.5 * (0.15 + turn(at))),
      level * 0.36,
      0.6,
    )
  }
}

/** Halyards tapping on masts. */
export const halyards: Layer = (stage) => {
  const { scene, rate, seconds } = stage
  if (scene.place !== 'harbour' && scene.subject !== 'sailing-boat') return
  const random = stage.random('halyards')
  const pace = scene.weather === 'wind' || scene.weather === 'storm' ? 3.4 : 1.2
  const taps = [0, 1, 2].map(() => struck(rate, random.between(1300, 2300), TIMBRES.metal, 0.001))
  for (let count = Math.round(pace * seconds); count > 0; count--)
    stage.play(random.next() * seconds, random.pick(taps), random.between(0.006, 0.03), 0.4)
}

/** Two reeds of a distant horn: a train over the roofs at night, or a ship in the fog. */
export const horns: Layer = (stage) => {
  const { rate } = stage
  const random = stage.random('horn')
  const train = stage.timeOf('train-horn')
  if (train !== undefined) {
    const base = random.between(290, 330)
    for (const ratio of [1, 1.25, 1.5]) {
      const reed = voiced({
        rate,
        seconds: 1.1,
        hz: () => base * ratio,
        gain: swell(0.25),
        harmonics: [1, 0.4, 0.25, 0.1],
      })
      stage.play(train, reed, 0.06, 0.85)
    }
  }
  const fog = stage.timeOf('foghorn')
  if (fog === undefined) return
  const pitch = random.between(104, 128)
  const gain = (at: number): number => Math.min(1, at * 7, (1 - at) * 4)
  const blast = voiced({
    rate,
    seconds: 1.5,
    hz: (at) => pitch * (1 - 0.03 * at),
    gain,
    harmonics: [1, 0.8, 0.5, 0.3, 0.16, 0.08],
  })
  stage.play(fog, blast, 0.1, 0.6)
}
