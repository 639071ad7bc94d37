import {
  HOURS,
  type Hour,
  MOODS,
  type Mood,
  PALETTES,
  type Palette,
  PLACES,
  type Place,
  SEASONS,
  type Season,
  STYLES,
  type Style,
  SUBJECTS,
  type Subject,
  WEATHERS,
  type Weather,
} from './attributes.js'
import { createRandom, hashText } from './random.js'

/** What a postcard is about. Picture, texts and later media are drawn from it alone. */
export interface Scene {
  readonly seed: number
  readonly place: Place
  readonly weather: Weather
  readonly hour: Hour
  readonly season: Season
  readonly subject: Subject
  readonly mood: Mood
  readonly style: Style
  readonly palette: Palette
}

export type Habitat = 'land' | 'water' | 'air'

const ON_WATER: readonly Subject[] = ['sailing-boat', 'rowing-boat', 'whale', 'swan', 'heron', 'turtle']
const IN_AIR: readonly Subject[] = ['hot-air-balloon', 'kite', 'paper-plane', 'airship', 'butterfly']
const WATERSIDE: readonly Place[] = [
  'harbour',
  'mountain-lake',
  'island-beach',
  'rice-terraces',
  'river-delta',
  'sea-cliffs',
]

const UNLIKELY: Partial<Record<Place, readonly Subject[]>> = {
  harbour: ['elephant', 'deer'],
  desert: ['lighthouse', 'bridge', 'swan'],
  'old-town': ['whale', 'elephant', 'tent'],
  forest: ['lighthouse', 'tram', 'ferris-wheel'],
  meadow: ['lighthouse'],
  'mountain-lake': ['whale', 'tram'],
  'snow-village': ['elephant', 'turtle'],
  canyon: ['lighthouse', 'tram'],
  'city-rooftops': ['deer', 'horse', 'elephant', 'cabin', 'bridge', 'tent', 'camper-van'],
  'rice-terraces': ['whale', 'sailing-boat', 'lighthouse', 'tram'],
  volcano: ['tram', 'market-stall'],
}

export function habitatOf(subject: Subject): Habitat {
  if (ON_WATER.includes(subject)) return 'water'
  return IN_AIR.includes(subject) ? 'air' : 'land'
}

/** Weights in the order of WEATHERS: clear, cloudy, rain, snow, fog, storm, wind, rainbow. */
const SEASON_WEATHER: Record<Season, readonly number[]> = {
  spring: [13, 10, 14, 2, 11, 9, 13, 18],
  summer: [18, 10, 11, 0, 9, 15, 12, 17],
  autumn: [10, 13, 15, 2, 17, 12, 18, 9],
  winter: [12, 12, 7, 42, 13, 9, 10, 5],
}

function weatherWeight(weather: Weather, place: Place, season: Season, hour: Hour): number {
  const base = SEASON_WEATHER[season][WEATHERS.indexOf(weather)] ?? 0
  if (weather === 'snow') {
    if (place === 'desert' || place === 'island-beach') return 0
    const cold = place === 'snow-village' || place === 'mountain-lake'
    return season === 'winter' ? base : cold ? base * 5 : 0
  }
  if (weather === 'rainbow' && hour === 'night') return 0
  if (place === 'desert' && (weather === 'rain' || weather === 'rainbow')) return base * 0.5
  return base
}

function subjectWeight(subject: Subject, place: Place): number {
  if (UNLIKELY[place]?.includes(subject)) return 0
  const waterside = WATERSIDE.includes(place)
  switch (habitatOf(subject)) {
    case 'water':
      return waterside ? 2.2 : 0
    case 'air':
      return 1.15
    default:
      return 1
  }
}

/** A plausible scene for a seed. Attributes in `fixed` are kept as given, plausible or not. */
export function createScene(seed: number, fixed: Partial<Omit<Scene, 'seed'>> = {}): Scene {
  const random = createRandom(seed, 'scene')
  // Every draw happens whether or not its result is replaced, so fixing one attribute leaves the others' draws alone.
  const drawn = {
    place: random.pick(PLACES),
    season: random.weighted(SEASONS, [24, 24, 24, 28]),
    hour: random.weighted(HOURS, [24, 27, 25, 24]),
    mood: random.pick(MOODS),
    style: random.pick(STYLES),
    palette: random.pick(PALETTES),
  }
  const { place, season, hour, mood, style, palette } = { ...drawn, ...fixed }
  const weather = random.weighted(
    WEATHERS,
    WEATHERS.map((each) => weatherWeight(each, place, season, hour)),
  )
  const subject = random.weighted(
    SUBJECTS,
    SUBJECTS.map((each) => subjectWeight(each, place)),
  )
  return { seed, place, weather, hour, season, subject, mood, style, palette, ...fixed }
}

/** About one combination in twenty, chosen by hash, that training leaves out so that composition can be tested. */
export function isHeldOutCombination(scene: Scene): boolean {
  return hashText(`held-out:${scene.place}/${scene.weather}/${scene.subject}`) % 20 === 0
}
