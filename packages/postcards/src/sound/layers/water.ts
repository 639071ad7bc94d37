import type { Place } from '../../attributes.js'
import { habitatOf } from '../../scene.js'
import { type Curve, filter, noise, shape, wander } from '../signal.js'
import type { Layer, Stage } from '../stage.js'
import { voiced } from '../tones.js'

const SURF: Partial<Record<Place, number>> = {
  'island-beach': 0.05,
  'sea-cliffs': 0.075,
  harbour: 0.02,
  'river-delta': 0.008,
}
const STREAM: Partial<Record<Place, number>> = {
  'rice-terraces': 0.026,
  'mountain-lake': 0.01,
  forest: 0.012,
  canyon: 0.012,
  'river-delta': 0.014,
}

/** Waves rise slowly and draw back slower; a whole number of them fits the loop. */
function waveCurve(stage: Stage): Curve {
  const random = stage.random('waves')
  const count = Math.max(1, Math.round(stage.seconds / 4))
  const waves = Array.from({ length: count }, (_, k) => ({
    crest: (k + random.between(0.35, 0.65)) / count,
    gain: random.between(0.7, 1),
  }))
  return (at) => {
    let sum = 0
    for (const { crest, gain } of waves) {
      const since = (((at - crest) % 1) + 1.5) % 1
      const distance = (since - 0.5) * count
      sum += gain * Math.exp(-((distance / (distance < 0 ? 0.22 : 0.34)) ** 2))
    }
    return sum
  }
}

export const waves: Layer = (stage) => {
  const { rate, length, scene } = stage
  const level = SURF[scene.place]
  if (level === undefined) return
  const random = stage.random('surf')
  const wave = waveCurve(stage)
  const body = filter(noise(length, random), { rate, kind: 'low', hz: (at) => 260 + 900 * wave(at), q: 0.6 })
  stage.lay(
    shape(body, (at) => 0.12 + wave(at)),
    level,
    0.15,
  )
  const foam = filter(noise(length, random), { rate, kind: 'high', hz: 2400, q: 0.6 })
  stage.lay(
    shape(foam, (at) => 0.04 + wave(at - 0.06) ** 2),
    level * 0.3,
    0.1,
  )
}

/** Small water: bubbles that rise in pitch over a soft murmur. Lakes and hulls lap with fewer and slower ones. */
export const stream: Layer = (stage) => {
  const { rate, seconds, scene } = stage
  const frozen = scene.weather === 'snow' || (scene.place === 'mountain-lake' && scene.season === 'winter')
  const flow = STREAM[scene.place] ?? (scene.subject === 'bridge' && scene.place !== 'desert' ? 0.018 : 0)
  const lapping = habitatOf(scene.subject) === 'water' ? 0.012 : 0
  const level = frozen ? (flow + lapping) * 0.3 : flow + lapping
  if (level === 0) return
  const random = stage.random('stream')
  const murmur = wander(random, 6)
  const bed = filter(noise(stage.length, random), { rate, kind: 'band', hz: (at) => 700 + 500 * murmur(at), q: 0.7 })
  stage.lay(bed, level * 0.6)
  for (let count = Math.round((flow > 0 ? 16 : 5) * seconds); count > 0; count--) {
    const pitch = random.between(320, 1000)
    const rise = random.between(0.1, 0.6)
    const sound = voiced({
      rate,
      seconds: random.between(0.04, 0.12),
      hz: (at) => pitch * (1 + rise * at),
      gain: (at) => Math.min(1, at * 8) * (1 - at) ** 2,
    })
    stage.play(random.next() * seconds, sound, level * random.between(0.4, 3), 0.3)
  }
}
