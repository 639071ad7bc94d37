import type { Place } from './attributes.js'
import { createRandom, type Random } from './random.js'
import type { Scene } from './scene.js'

/** Everything that happens at one moment and can be heard. */
export const SOUND_EVENT_NAMES = [
  'thunder',
  'bell',
  'bird-call',
  'gull-cry',
  'owl-call',
  'foghorn',
  'train-horn',
  'tram-bell',
  'bicycle-bell',
  'meow',
  'whale-song',
  'hooves',
  'trumpet',
  'burner',
  'splash',
  'clink',
] as const
export type SoundEventName = (typeof SOUND_EVENT_NAMES)[number]

/** When it begins, in seconds from the start of the loop or clip; always early enough for a clip of six seconds. */
export interface SoundEvent {
  readonly name: SoundEventName
  readonly seconds: number
}

const COASTS: readonly Place[] = ['harbour', 'island-beach', 'sea-cliffs']
const BARE: readonly Place[] = ['desert', 'volcano', 'canyon']

const OF_SUBJECT: Partial<Record<Scene['subject'], SoundEventName>> = {
  tram: 'tram-bell',
  bicycle: 'bicycle-bell',
  cat: 'meow',
  whale: 'whale-song',
  horse: 'hooves',
  elephant: 'trumpet',
  owl: 'owl-call',
  'hot-air-balloon': 'burner',
  swan: 'splash',
  heron: 'splash',
  turtle: 'splash',
  'rowing-boat': 'splash',
  teapot: 'clink',
}

function isLoud({ weather }: Scene): boolean {
  return weather === 'storm' || weather === 'rain' || weather === 'wind'
}

function birdOf(scene: Scene): SoundEventName | undefined {
  if (isLoud(scene) || scene.hour === 'night') return undefined
  if (COASTS.includes(scene.place)) return 'gull-cry'
  const singing = scene.hour === 'dawn' || (scene.hour === 'noon' && scene.season !== 'winter')
  return singing && scene.weather !== 'snow' && !BARE.includes(scene.place) ? 'bird-call' : undefined
}

function placeSoundOf({ place, hour, weather, subject }: Scene): SoundEventName | undefined {
  if (weather === 'fog' && (COASTS.includes(place) || subject === 'lighthouse')) return 'foghorn'
  if ((place === 'old-town' || place === 'snow-village') && hour !== 'night') return 'bell'
  if (place === 'city-rooftops' && (hour === 'night' || hour === 'dusk')) return 'train-horn'
  if (place === 'forest' && hour === 'night' && weather !== 'storm') return 'owl-call'
  return undefined
}

/** Six moments about nine tenths of a second apart; thunder takes one of the later ones, so lightning can come before. */
const SLOTS = [0.6, 1.5, 2.4, 3.3, 4.2, 5.0] as const

function drawSlot(random: Random, free: number[], from: number): number {
  const fitting = free.filter((slot) => slot >= from)
  const slot = random.pick(fitting.length > 0 ? fitting : free)
  free.splice(free.indexOf(slot), 1)
  return Math.round((slot + random.between(0, 0.3)) * 100) / 100
}

/** The moments of a scene that can be heard, in order. The same for every sample rate and length. */
export function soundEvents(scene: Scene): readonly SoundEvent[] {
  const random = createRandom(scene.seed, 'timeline')
  const names = [
    scene.weather === 'storm' ? ('thunder' as const) : undefined,
    OF_SUBJECT[scene.subject],
    placeSoundOf(scene),
    birdOf(scene),
  ].filter((name) => name !== undefined)
  const free: number[] = [...SLOTS]
  return [...new Set(names)]
    .map((name) => ({ name, seconds: drawSlot(random, free, name === 'thunder' ? 2.4 : 0) }))
    .sort((a, b) => a.seconds - b.seconds)
}

/** Everything in a clip that is seen at one moment. */
export const CLIP_EVENT_NAMES = ['lightning', 'bird', 'spout', 'hop', 'shooting-star'] as const
export type ClipEventName = (typeof CLIP_EVENT_NAMES)[number]

/** When it begins; a bird is at its time in the middle of the picture. */
export interface ClipEvent {
  readonly name: ClipEventName
  readonly seconds: number
}

const SEEN: Partial<Record<SoundEventName, ClipEventName>> = {
  'bird-call': 'bird',
  'gull-cry': 'bird',
  'whale-song': 'spout',
  splash: 'hop',
  meow: 'hop',
  'owl-call': 'hop',
  trumpet: 'hop',
  hooves: 'hop',
}

const HOPPING: readonly Scene['subject'][] = [
  'swan',
  'heron',
  'turtle',
  'rowing-boat',
  'cat',
  'owl',
  'elephant',
  'horse',
]

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}

/** The moments of a scene's clip that can be seen, in order: light comes before its thunder, the rest with its sound. */
export function clipEvents(scene: Scene): readonly ClipEvent[] {
  const random = createRandom(scene.seed, 'timeline/seen')
  const delay = random.between(0.7, 1.4)
  const starAt = hundredths(random.between(1, 4.6))
  const seen = soundEvents(scene).flatMap(({ name, seconds }): ClipEvent[] => {
    if (name === 'thunder') return [{ name: 'lightning', seconds: hundredths(seconds - delay) }]
    const shown = SEEN[name]
    const absent = shown === undefined || (shown === 'hop' && !HOPPING.includes(scene.subject))
    return absent ? [] : [{ name: shown, seconds }]
  })
  const starry = scene.hour === 'night' && (scene.weather === 'clear' || scene.weather === 'wind')
  if (starry) seen.push({ name: 'shooting-star', seconds: starAt })
  return seen.sort((a, b) => a.seconds - b.seconds)
}
