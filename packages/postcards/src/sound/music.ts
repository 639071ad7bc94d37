import type { Mood } from '../attributes.js'
import type { Random } from '../random.js'
import type { Scene } from '../scene.js'
import type { Loop } from './signal.js'
import type { Layer, Stage } from './stage.js'
import { plucked, struck, TIMBRES } from './tones.js'

type Timbre = keyof typeof TIMBRES | 'string'

interface MoodMusic {
  /** Steps of the scale in semitones. */
  readonly scale: readonly number[]
  /** Degrees that the chords stand on, one after the other. */
  readonly chords: readonly number[]
  /** Degrees above the chord's own that sound in the pad. */
  readonly voicing: readonly number[]
  readonly beatsPerMinute: number
  readonly beats: number
  /** MIDI number of the lowest key of the pad. */
  readonly register: number
  /** Chance of a note on an eighth. */
  readonly pulse: number
  readonly timbre: Timbre
  readonly pad: number
  readonly lead: number
  readonly room: number
}

const MAJOR = [0, 2, 4, 5, 7, 9, 11] as const
const MINOR = [0, 2, 3, 5, 7, 8, 10] as const
const LYDIAN = [0, 2, 4, 6, 7, 9, 11] as const
const PHRYGIAN = [0, 1, 3, 5, 7, 8, 10] as const

const MUSIC: Readonly<Record<Mood, MoodMusic>> = {
  calm: {
    scale: MAJOR,
    chords: [0, 3],
    voicing: [0, 2, 4, 8],
    beatsPerMinute: 60,
    beats: 8,
    register: 50,
    pulse: 0.3,
    timbre: 'glass',
    pad: 0.03,
    lead: 0.075,
    room: 0.6,
  },
  joyful: {
    scale: MAJOR,
    chords: [0, 4, 5, 3],
    voicing: [0, 2, 4],
    beatsPerMinute: 112,
    beats: 16,
    register: 53,
    pulse: 0.75,
    timbre: 'kalimba',
    pad: 0.018,
    lead: 0.11,
    room: 0.3,
  },
  wistful: {
    scale: MINOR,
    chords: [0, 5, 2, 6],
    voicing: [0, 2, 4, 6],
    beatsPerMinute: 66,
    beats: 8,
    register: 50,
    pulse: 0.42,
    timbre: 'piano',
    pad: 0.024,
    lead: 0.085,
    room: 0.5,
  },
  mysterious: {
    scale: PHRYGIAN,
    chords: [0, 1],
    voicing: [0, 4, 7, 9],
    beatsPerMinute: 56,
    beats: 8,
    register: 43,
    pulse: 0.22,
    timbre: 'bell',
    pad: 0.034,
    lead: 0.05,
    room: 0.8,
  },
  cosy: {
    scale: MAJOR,
    chords: [0, 5, 1, 4],
    voicing: [0, 2, 4, 6],
    beatsPerMinute: 84,
    beats: 12,
    register: 50,
    pulse: 0.6,
    timbre: 'string',
    pad: 0.02,
    lead: 0.12,
    room: 0.3,
  },
  dreamy: {
    scale: LYDIAN,
    chords: [0, 1],
    voicing: [0, 2, 4, 6, 8],
    beatsPerMinute: 64,
    beats: 8,
    register: 57,
    pulse: 0.5,
    timbre: 'celesta',
    pad: 0.032,
    lead: 0.065,
    room: 0.85,
  },
  dramatic: {
    scale: MINOR,
    chords: [0, 5, 3, 4],
    voicing: [-7, 0, 2, 4],
    beatsPerMinute: 76,
    beats: 8,
    register: 43,
    pulse: 0.6,
    timbre: 'string',
    pad: 0.04,
    lead: 0.09,
    room: 0.5,
  },
}

const KEYS = [0, 2, -2, 3, 5, -4] as const

/** Seconds of one loop: whole bars at the pace of the mood, from six to ten. */
export function loopSeconds(scene: Scene, random: Random): number {
  const { beats, beatsPerMinute } = MUSIC[scene.mood]
  return Math.round((beats * 60 * 100) / (beatsPerMinute * random.between(0.95, 1.04))) / 100
}

const hertz = (midi: number): number => 440 * 2 ** ((midi - 69) / 12)

/** The MIDI number of a degree of the scale, which may lie in any octave. */
function keyOf(scale: readonly number[], degree: number, root: number): number {
  const octave = Math.floor(degree / scale.length)
  return root + octave * 12 + (scale[degree - octave * scale.length] ?? 0)
}

/** One held note of the pad: two slightly detuned voices of three partials that swell in and out. */
function held(rate: number, hz: number, seconds: number): Loop {
  const length = Math.ceil(rate * seconds)
  const out = new Float32Array(length)
  for (const [detune, ratio, gain] of [
    [0.9985, 1, 1],
    [1.0015, 1, 1],
    [1.0005, 2, 0.32],
    [0.999, 3, 0.1],
  ] as const) {
    const turn = (2 * Math.PI * hz * detune * ratio) / rate
    const twice = 2 * Math.cos(turn)
    let before = -gain * Math.sin(turn)
    let now = 0
    for (let i = 0; i < length; i++) {
      out[i] = (out[i] as number) + now
      const next = twice * now - before
      before = now
      now = next
    }
  }
  const fade = length * 0.4
  for (let i = 0; i < length; i++) {
    const edge = Math.min(1, i / fade, (length - i) / fade)
    out[i] = (out[i] as number) * edge * edge * (3 - 2 * edge)
  }
  return out
}

const SUBJECT_TIMBRES: Partial<Record<Scene['subject'], Timbre>> = {
  guitar: 'string',
  piano: 'piano',
  gramophone: 'piano',
  'ferris-wheel': 'celesta',
}

/** A quiet pad and a few notes over it. An instrument in the picture plays them, and a little louder. */
export const music: Layer = (stage) => {
  const { scene, seconds } = stage
  const random = stage.random('music')
  const style = MUSIC[scene.mood]
  const root = style.register + random.pick(KEYS)
  const bars = Math.max(1, Math.round(((style.beatsPerMinute / 60) * seconds) / (style.beats / style.chords.length)))
  const beatsPerBar = style.beats / style.chords.length
  const bar = seconds / bars
  for (let k = 0; k < bars; k++) {
    const degree = style.chords[k % style.chords.length] ?? 0
    for (const step of style.voicing) {
      const key = keyOf(style.scale, degree + step, root)
      const folded = key > root + 20 ? key - 12 : key
      stage.play(
        k * bar - bar * 0.2,
        held(stage.rate, hertz(folded), bar * 1.4),
        (style.pad * 2.7) / style.voicing.length,
        0.5,
      )
    }
    melody(stage, random, k * bar, bar / (beatsPerBar * 2), { style, degree, root, beats: beatsPerBar })
    if (scene.mood === 'dramatic') drum(stage, k * bar)
  }
}

interface Bar {
  readonly style: MoodMusic
  readonly degree: number
  readonly root: number
  readonly beats: number
}

/** Notes on the eighths: mostly tones of the chord, never far from the one before. */
function melody(
  stage: Stage,
  random: Random,
  start: number,
  eighth: number,
  { style, degree, root, beats }: Bar,
): void {
  const own = SUBJECT_TIMBRES[stage.scene.subject]
  const timbre = own ?? style.timbre
  const loud = style.lead * (own ? 2 : 1.35)
  let step = random.pick([0, 2, 4])
  for (let i = 0; i < beats * 2; i++) {
    const wanted = random.next() < style.pulse * (own ? 1.25 : 1) * (i % 2 === 0 ? 1 : 0.7)
    step = Math.max(-1, Math.min(9, step + random.pick([-2, -2, -1, 1, 2, 2])))
    const force = random.between(0.55, 1) * (i === 0 ? 1.1 : 1)
    if (!wanted) continue
    const tone = i % 2 === 0 ? step - (((step % 2) + 2) % 2) : step
    const key = keyOf(style.scale, degree + tone, root + (style.register < 50 ? 24 : 12))
    stage.play(start + i * eighth, note(stage, timbre, hertz(key), random), loud * force, style.room)
  }
}

function note({ rate }: Stage, timbre: Timbre, hz: number, random: Random): Loop {
  return timbre === 'string' ? plucked(rate, hz, 1.6, random) : struck(rate, hz, TIMBRES[timbre], 0.006)
}

/** A soft deep drum for drama. */
function drum(stage: Stage, at: number): void {
  const skin = struck(
    stage.rate,
    74,
    [
      [1, 1, 0.6],
      [1.6, 0.4, 0.3],
      [2.4, 0.2, 0.15],
    ],
    0.008,
  )
  stage.play(at, skin, 0.22, 0.4)
}
