import { luminance, mix, saturate, scale } from '../colour.js'
import { circle, round } from '../shapes.js'
import { filled, gradient, plain, rect, type StylePainter, stroked } from './style.js'

/** Watercolour: translucent washes laid twice a little apart, darker at the edge, on paper left white around. */
export const watercolour: StylePainter = {
  defs: ({ light, id }) =>
    gradient(id('s'), [
      [0, light.skyTop, 0.85],
      [0.7, light.skyLow, 0.6],
    ]),
  sky({ light, url, random }) {
    const blots = [light.skyTop, light.skyLow, light.skyTop, light.disc].map((colour, i) =>
      filled(
        Array.from({ length: 3 }, () =>
          circle(random.between(0, 640), random.between(0, 260), random.between(50, 120)),
        ).join(''),
        colour,
        i === 3 ? 0.14 : 0.2,
      ),
    )
    return rect('#fcf8ef') + rect(url('s')) + blots.join('')
  },
  shape(shape, { id }, index) {
    const wet = saturate(shape.colour, luminance(shape.colour) > 0.75 ? 1.5 : 1.3)
    if (shape.role === 'star' || shape.role === 'weather')
      return plain({ ...shape, opacity: (shape.opacity ?? 1) * 0.8 })
    if (shape.line !== undefined)
      return stroked(shape.path, wet, shape.line, (shape.opacity ?? 1) * (shape.role === 'subject' ? 1 : 0.7))
    if (shape.role === 'subject')
      return filled(shape.path, wet, 0.94, ` stroke="${scale(wet, 0.72)}" stroke-width="1" stroke-opacity=".6"`)
    if (shape.role === 'mist') return filled(shape.path, wet, (shape.opacity ?? 1) * 0.5)
    if (shape.role !== 'land' || shape.path.length > 800) return filled(shape.path, wet, (shape.opacity ?? 1) * 0.8)
    const name = id(`w${index}`)
    const pale = mix(wet, '#fcf8ef', 0.16)
    return `<path id="${name}" d="${shape.path}" fill="${pale}" fill-opacity=".84" stroke="${scale(wet, 0.78)}" stroke-width="1.6" stroke-opacity=".5"/><use href="#${name}" x="5" y="6" opacity=".45"/>`
  },
  finish({ random }) {
    const wobble = (from: number, to: number): string => {
      let out = ''
      for (let i = 1; i <= 8; i++) out += `${round(from + ((to - from) * i) / 8 + random.between(-6, 6))} `
      return out
    }
    const xs = wobble(20, 620).trim().split(' ')
    const back = wobble(620, 20).trim().split(' ')
    const ys = wobble(20, 460).trim().split(' ')
    const up = wobble(460, 20).trim().split(' ')
    const j = (): string => round(random.between(-5, 5))
    const edge = [
      ...ys.map((y) => `${round(18 + Number(j()))} ${y}`),
      ...xs.map((x) => `${x} ${round(462 + Number(j()))}`),
      ...up.map((y) => `${round(622 + Number(j()))} ${y}`),
      ...back.map((x) => `${x} ${round(18 + Number(j()))}`),
    ]
    return `<path d="M-9 -9H649V489H-9ZM${edge.join('L')}Z" fill="#fcf8ef" fill-rule="evenodd" stroke="#fcf8ef" stroke-width="5" stroke-linejoin="round" stroke-opacity=".6"/>`
  },
}
