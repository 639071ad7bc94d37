import type { Hour, Mood, Place, Style, Weather } from '../attributes.js'
import type { Scene } from '../scene.js'

/** A liking that a person may have. A scene matches when every listed attribute has one of the listed values. */
export interface Taste {
  readonly name: string
  readonly prefers: {
    readonly place: readonly Place[]
    readonly weather?: readonly Weather[]
    readonly hour?: readonly Hour[]
    readonly mood?: readonly Mood[]
    readonly style?: readonly Style[]
  }
}

export const TASTES: readonly Taste[] = [
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

export function matchesTaste(taste: Taste, scene: Scene): boolean {
  const { place, weather, hour, mood, style } = taste.prefers
  return (
    place.includes(scene.place) &&
    (weather?.includes(scene.weather) ?? true) &&
    (hour?.includes(scene.hour) ?? true) &&
    (mood?.includes(scene.mood) ?? true) &&
    (style?.includes(scene.style) ?? true)
  )
}
