import type { Style } from '../../attributes.js'
import { lowPoly, neon, stainedGlass } from './lights.js'
import { paperCut, poster } from './poster.js'
import { ink, risograph, woodblock } from './prints.js'
import type { StylePainter } from './style.js'
import { watercolour } from './watercolour.js'

export type { Canvas, StylePainter } from './style.js'

export const STYLE_PAINTERS: Readonly<Record<Style, StylePainter>> = {
  poster,
  'paper-cut': paperCut,
  woodblock,
  neon,
  watercolour,
  'low-poly': lowPoly,
  ink,
  risograph,
  'stained-glass': stainedGlass,
}
