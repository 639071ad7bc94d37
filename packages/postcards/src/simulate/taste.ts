import type { Hour, Mood, Place, Style, Weather } from '../attributes.js'
import type { Scene } from '../scene.js'

/** A liking that a person may have. A scene matches when every listed attribute has one of the listed values. */
export interface Taste {
  readonly name: string
  readonly prefers: {
    readonly place?: readonly Place[]
    readonly weather?: readonly Weather[]
    readonly hour?: readonly Hour[]
    readonly mood?: readonly Mood[]
    readonly style?: readonly Style[]
  }
}

/** Themes: one thing a person is drawn to. Each covers 7 to 18 of 100 scenes. */
export const TASTES: readonly Taste[] = [
  { name: 'the-sea', prefers: { place: ['harbour', 'sea-cliffs'] } },
  { name: 'far-shores', prefers: { place: ['island-beach', 'river-delta'] } },
  { name: 'high-snow', prefers: { place: ['mountain-lake', 'snow-village'] } },
  { name: 'old-streets', prefers: { place: ['old-town', 'city-rooftops'] } },
  { name: 'dry-land', prefers: { place: ['desert', 'canyon'] } },
  { name: 'woods-and-meadows', prefers: { place: ['forest', 'meadow'] } },
  { name: 'after-the-rain', prefers: { weather: ['rainbow'] } },
  { name: 'coloured-glass', prefers: { style: ['stained-glass'] } },
]

/**
 * Two things at once: two places, and half the values of another attribute. A handful of likes tells such a taste only in
 * part, even to somebody who could read the hidden scenes: they measure how far that part is used.
 */
export const COMPOUND_TASTES: readonly Taste[] = [
  { name: 'harbour-evenings', prefers: { place: ['harbour', 'sea-cliffs'], hour: ['dusk', 'night'] } },
  {
    name: 'wet-cities',
    prefers: { place: ['old-town', 'city-rooftops'], weather: ['rain', 'storm', 'fog', 'cloudy'] },
  },
  { name: 'bright-shores', prefers: { place: ['island-beach', 'river-delta'], hour: ['dawn', 'noon'] } },
  {
    name: 'quiet-mountains',
    prefers: { place: ['mountain-lake', 'snow-village'], mood: ['calm', 'cosy', 'dreamy', 'wistful'] },
  },
  {
    name: 'red-earth',
    prefers: { place: ['desert', 'canyon'], style: ['poster', 'woodblock', 'risograph', 'low-poly'] },
  },
  {
    name: 'deep-woods',
    prefers: { place: ['forest', 'volcano'], mood: ['mysterious', 'dramatic', 'wistful', 'dreamy'] },
  },
  {
    name: 'handmade-fields',
    prefers: { place: ['meadow', 'rice-terraces'], style: ['paper-cut', 'watercolour', 'ink', 'stained-glass'] },
  },
  {
    name: 'weather-watchers',
    prefers: { place: ['sea-cliffs', 'mountain-lake'], weather: ['storm', 'wind', 'rainbow', 'snow'] },
  },
]

export function matchesTaste({ prefers }: Taste, scene: Scene): boolean {
  return matches(prefers, scene).every((match) => match)
}

/** Share of a taste's attributes that a scene has, in [0, 1]. */
export function matchedShare({ prefers }: Taste, scene: Scene): number {
  const found = matches(prefers, scene)
  return found.filter((match) => match).length / found.length
}

/** One entry per listed attribute: whether the scene has one of its values. */
function matches({ place, weather, hour, mood, style }: Taste['prefers'], scene: Scene): boolean[] {
  const listed = [
    place?.includes(scene.place),
    weather?.includes(scene.weather),
    hour?.includes(scene.hour),
    mood?.includes(scene.mood),
    style?.includes(scene.style),
  ]
  return listed.filter((match) => match !== undefined)
}
