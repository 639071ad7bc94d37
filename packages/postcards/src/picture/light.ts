import type { Hour, Mood, Season, Weather } from '../attributes.js'
import type { Scene } from '../scene.js'
import { luminance, mix, saturate, scale } from './colour.js'
import { PALETTE_COLOURS, type PaletteColours } from './palettes.js'

export type Material = keyof typeof NATURAL | 'grass' | 'leaf' | 'glow'

const NATURAL = {
  pine: '#2f6650',
  sand: '#ecca92',
  rock: '#8f8680',
  'red-rock': '#c8623c',
  snow: '#f3f7fb',
  wall: '#f5e6cf',
  'warm-wall': '#e9b38d',
  roof: '#bd5238',
  wood: '#7d5540',
  water: '#4796b8',
  stone: '#b3aca2',
  lava: '#ff6a2b',
  ash: '#5b5560',
  bark: '#5f483b',
} as const

const GRASS: Record<Season, string> = { spring: '#8fbf5f', summer: '#5f9f4c', autumn: '#c29a45', winter: '#c3cdc0' }
const LEAF: Record<Season, string> = { spring: '#eda5b8', summer: '#3f8a54', autumn: '#dc7a2e', winter: '#a3b6c0' }

const GREYING: Record<Weather, number> = {
  clear: 0,
  cloudy: 0.22,
  rain: 0.42,
  snow: 0.32,
  fog: 0.45,
  storm: 0.55,
  wind: 0.08,
  rainbow: 0.08,
}

interface MoodLight {
  readonly saturation: number
  readonly wash: string
  readonly amount: number
}

const MOOD_LIGHT: Record<Mood, MoodLight> = {
  calm: { saturation: 1, wash: '#dfe9ea', amount: 0.07 },
  joyful: { saturation: 1.4, wash: '#ffe9a8', amount: 0.08 },
  wistful: { saturation: 0.76, wash: '#8a97b4', amount: 0.14 },
  mysterious: { saturation: 1.1, wash: '#2b2350', amount: 0.22 },
  cosy: { saturation: 1.15, wash: '#f0a25a', amount: 0.14 },
  dreamy: { saturation: 1.08, wash: '#f6dcf2', amount: 0.16 },
  dramatic: { saturation: 1.3, wash: '#1d1626', amount: 0.14 },
}

/** All colours of one card, already lit by hour, weather and mood. */
export interface Light {
  readonly skyTop: string
  readonly skyLow: string
  readonly haze: string
  readonly disc: string
  readonly cloud: string
  readonly dark: string
  readonly pale: string
  readonly accent: string
  readonly second: string
  readonly glow: string
  /** A material at a depth: 0 is next to the viewer, 1 the horizon. */
  material(name: Material, depth?: number): string
  /** A colour of a subject: lit more gently than the land so that it stands out. */
  subject(hex: string): string
  /** A colour that keeps its own light (windows, lava). */
  mood(hex: string): string
}

function skyPair(hour: Hour, colours: PaletteColours): readonly [string, string] {
  if (hour === 'noon') return colours.day
  if (hour === 'night') return colours.night
  if (hour === 'dusk') return [scale(colours.warm[0], 0.86), colours.warm[1]]
  return [mix(colours.day[0], colours.warm[0], 0.34), mix(colours.warm[1], '#ffdccb', 0.42)]
}

function litBy(hour: Hour, hex: string, colours: PaletteColours, strength: number): string {
  if (hour === 'noon') return hex
  if (hour === 'night') return mix(hex, mix(scale(hex, 0.36), colours.night[1], 0.34), strength)
  if (hour === 'dusk') return mix(hex, mix(scale(hex, 0.72), colours.warm[0], 0.34), strength)
  return mix(hex, mix(hex, colours.warm[1], 0.34), strength)
}

/** A material before any light falls on it; what snow lies on turns white. */
function naturalColour(name: Material, { season, weather }: Scene): string {
  if (name === 'glow') return '#ffd985'
  const bare = name === 'grass' ? GRASS[season] : name === 'leaf' ? LEAF[season] : NATURAL[name]
  const covered = name === 'grass' || name === 'leaf' || name === 'roof' || name === 'sand'
  return weather === 'snow' && covered ? mix(bare, '#f3f7fb', 0.8) : bare
}

export function createLight(scene: Scene): Light {
  const colours = PALETTE_COLOURS[scene.palette]
  const grey = GREYING[scene.weather]
  const feel = MOOD_LIGHT[scene.mood]
  const mood = (hex: string): string => mix(saturate(hex, feel.saturation), feel.wash, feel.amount)
  const dull = (hex: string): string => {
    const target = scene.weather === 'storm' ? '#3c4257' : scene.weather === 'snow' ? '#c9d4e2' : '#a6afba'
    return mix(saturate(hex, 1 - grey * 0.32), litBy(scene.hour, target, colours, 0.8), grey * 0.42)
  }
  const [top, low] = skyPair(scene.hour, colours).map((hex) => mood(dull(hex))) as [string, string]
  const haze = mix(low, top, 0.38)
  return {
    skyTop: top,
    skyLow: low,
    haze,
    disc: scene.hour === 'night' ? '#fdf6dc' : scene.hour === 'noon' ? '#fff6d2' : mix('#ffd98f', colours.accent, 0.22),
    cloud: mix(
      mood(dull(litBy(scene.hour, scene.weather === 'storm' ? '#6d7488' : '#ffffff', colours, 0.72))),
      top,
      scene.hour === 'night' ? 0.3 : 0.08,
    ),
    dark: mood(colours.dark),
    pale: mix(colours.light, low, 0.12),
    accent: mood(colours.accent),
    second: mood(colours.second),
    glow: mood('#ffd985'),
    material(name, depth = 0) {
      const base = mix(naturalColour(name, scene), colours.tint, name === 'snow' ? 0.08 : 0.13)
      return mix(mood(dull(litBy(scene.hour, base, colours, 0.9))), haze, depth * 0.66)
    },
    subject: (hex) => mood(litBy(scene.hour, hex, colours, 0.2)),
    mood,
  }
}

/** True where the card's sky is dark, so that stars, lamps and pale ink make sense. */
export function isDark(light: Light): boolean {
  return luminance(mix(light.skyTop, light.skyLow, 0.4)) < 0.42
}
