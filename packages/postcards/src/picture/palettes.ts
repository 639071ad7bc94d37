import type { Palette } from '../attributes.js'

/** Top and horizon of the sky by hour, a tint that ties all materials together, two accents, the dark and the light. */
export interface PaletteColours {
  readonly day: readonly [string, string]
  readonly warm: readonly [string, string]
  readonly night: readonly [string, string]
  readonly tint: string
  readonly accent: string
  readonly second: string
  readonly dark: string
  readonly light: string
}

const palette = (
  day: readonly [string, string],
  warm: readonly [string, string],
  night: readonly [string, string],
  [tint, accent, second, dark, light]: readonly [string, string, string, string, string],
): PaletteColours => ({ day, warm, night, tint, accent, second, dark, light })

export const PALETTE_COLOURS: Readonly<Record<Palette, PaletteColours>> = {
  'coral-reef': palette(
    ['#4fb3c8', '#fde6cd'],
    ['#e06a6c', '#ffd9a3'],
    ['#12244a', '#44709a'],
    ['#f2a38b', '#e4573d', '#1f7a8c', '#1b2a41', '#fff3e0'],
  ),
  'ochre-indigo': palette(
    ['#7399c9', '#f8e6b8'],
    ['#5b4b8f', '#f6ba62'],
    ['#151538', '#4d5296'],
    ['#d9a441', '#e8902a', '#3d3b8e', '#1f1d40', '#fff4d8'],
  ),
  'mint-rose': palette(
    ['#7fcfbb', '#fdeff0'],
    ['#e0879f', '#fde4cd'],
    ['#163240', '#55898a'],
    ['#b9e0cd', '#e2587a', '#2a8c7b', '#20363b', '#fff6f2'],
  ),
  'plum-gold': palette(
    ['#a191d4', '#fcebc4'],
    ['#7c3a6d', '#fab45c'],
    ['#211338', '#67457f'],
    ['#b283a8', '#f2a51b', '#7b2d63', '#2b1733', '#fff2d6'],
  ),
  'sea-glass': palette(
    ['#5fbfe0', '#e4f7ef'],
    ['#4a86ab', '#fdd3b0'],
    ['#0b2840', '#2f7b88'],
    ['#93d8d0', '#ff7a4d', '#0e7490', '#0f2c3a', '#f4fbf5'],
  ),
  terracotta: palette(
    ['#86c0d0', '#fce4cb'],
    ['#c4533d', '#f9d29c'],
    ['#281a30', '#7d4a56'],
    ['#d98b61', '#c8442c', '#2f6f6b', '#33202a', '#fdf0de'],
  ),
  nordic: palette(
    ['#8fb2cf', '#eff4f5'],
    ['#6a7da9', '#f9cab8'],
    ['#0e1a2e', '#45617f'],
    ['#b4c8da', '#d94a4a', '#2b59a2', '#1a2638', '#f6f8f7'],
  ),
  'moss-cream': palette(
    ['#9cc8b6', '#f9f2d8'],
    ['#8f7746', '#fadb9f'],
    ['#12251f', '#4b7a63'],
    ['#a8b878', '#d9622b', '#3f6b3a', '#22301f', '#fbf5df'],
  ),
  'berry-sky': palette(
    ['#6fa8f4', '#fee4ef'],
    ['#a9488e', '#ffc5a8'],
    ['#1a1344', '#6149a8'],
    ['#d79bc8', '#d6266e', '#3347a8', '#241a45', '#fff0f5'],
  ),
  'lemon-slate': palette(
    ['#78b2d8', '#fef6cb'],
    ['#5b6a92', '#ffd974'],
    ['#16202f', '#53698a'],
    ['#d8d3a0', '#f2bd0c', '#3a5a78', '#1c2735', '#fffbe3'],
  ),
}
