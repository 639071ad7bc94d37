export const PLACES = [
  'harbour',
  'mountain-lake',
  'desert',
  'old-town',
  'forest',
  'meadow',
  'island-beach',
  'snow-village',
  'canyon',
  'city-rooftops',
  'rice-terraces',
  'river-delta',
  'sea-cliffs',
  'volcano',
] as const
export type Place = (typeof PLACES)[number]

export const WEATHERS = ['clear', 'cloudy', 'rain', 'snow', 'fog', 'storm', 'wind', 'rainbow'] as const
export type Weather = (typeof WEATHERS)[number]

export const HOURS = ['dawn', 'noon', 'dusk', 'night'] as const
export type Hour = (typeof HOURS)[number]

export const SEASONS = ['spring', 'summer', 'autumn', 'winter'] as const
export type Season = (typeof SEASONS)[number]

export const SUBJECTS = [
  'lighthouse',
  'sailing-boat',
  'rowing-boat',
  'whale',
  'swan',
  'heron',
  'turtle',
  'fox',
  'cat',
  'deer',
  'owl',
  'rabbit',
  'horse',
  'elephant',
  'bicycle',
  'tram',
  'camper-van',
  'tent',
  'campfire',
  'windmill',
  'bridge',
  'cabin',
  'ferris-wheel',
  'market-stall',
  'lantern',
  'telescope',
  'umbrella',
  'piano',
  'guitar',
  'suitcase',
  'postbox',
  'teapot',
  'gramophone',
  'hot-air-balloon',
  'kite',
  'paper-plane',
  'airship',
  'butterfly',
] as const
export type Subject = (typeof SUBJECTS)[number]

export const MOODS = ['calm', 'joyful', 'wistful', 'mysterious', 'cosy', 'dreamy', 'dramatic'] as const
export type Mood = (typeof MOODS)[number]

export const STYLES = [
  'poster',
  'paper-cut',
  'woodblock',
  'neon',
  'watercolour',
  'low-poly',
  'ink',
  'risograph',
  'stained-glass',
] as const
export type Style = (typeof STYLES)[number]

export const PALETTES = [
  'coral-reef',
  'ochre-indigo',
  'mint-rose',
  'plum-gold',
  'sea-glass',
  'terracotta',
  'nordic',
  'moss-cream',
  'berry-sky',
  'lemon-slate',
] as const
export type Palette = (typeof PALETTES)[number]
