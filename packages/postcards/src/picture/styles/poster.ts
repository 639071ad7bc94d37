import { mix } from '../colour.js'
import { again, fixed, glow, gradient, plain, rect, type StylePainter } from './style.js'

/** The house style: smooth gradients, and every layer of land dissolving into mist at its foot. */
export const poster: StylePainter = {
  defs: ({ light, id }) =>
    gradient(id('s'), [
      [0, light.skyTop],
      [0.68, light.skyLow],
    ]) +
    glow(id('h'), light.disc, 0.55) +
    gradient(id('m'), [
      [0.2, light.haze, 0],
      [1, light.haze, 0.5],
    ]),
  sky: ({ disc, url }) =>
    `${rect(url('s'))}<circle cx="${fixed(disc.x)}" cy="${fixed(disc.y)}" r="${fixed(disc.radius * 3.6)}" fill="${url('h')}"/>`,
  shape(shape, { url, id }, index) {
    if (shape.role !== 'land' || shape.path.length > 900) return plain(shape)
    return again(id(`p${index}`), shape.path, `fill="${shape.colour}"`, `fill="${url('m')}" opacity=".42"`)
  },
  finish: () => '',
}

/** Soft paper layers: a sky of stacked rings and a shadow under every sheet. */
export const paperCut: StylePainter = {
  defs: ({ light, id }) =>
    gradient(id('s'), [
      [0, light.skyTop],
      [1, mix(light.skyTop, light.skyLow, 0.3)],
    ]),
  sky({ light, disc, url }) {
    const rings = [430, 320, 228, 150, 90].map((r, i) => {
      const at = `cx="${fixed(disc.x)}" r="${r}"`
      const colour = mix(light.skyTop, light.skyLow, 0.22 + i * 0.19)
      return `<circle ${at} cy="${fixed(disc.y + 5)}" opacity=".1"/><circle ${at} cy="${fixed(disc.y)}" fill="${colour}"/>`
    })
    return rect(url('s')) + rings.join('')
  },
  shape(shape, { id, light }, index) {
    if (shape.line !== undefined || shape.role === 'star' || shape.role === 'mist' || shape.role === 'weather')
      return plain(shape)
    if (shape.role === 'detail' || shape.role === 'light') return plain(shape)
    const name = id(`p${index}`)
    const deep = shape.role === 'subject' ? [1.6, 2.4, 0.2] : [3, 6, 0.2]
    const rim = shape.role === 'land' ? `<use href="#${name}" fill="${mix(shape.colour, light.pale, 0.4)}"/>` : ''
    const top = shape.role === 'land' ? ' transform="translate(0 2.5)"' : ''
    return `<defs><path id="${name}" d="${shape.path}"/></defs><use href="#${name}" x="${deep[0]}" y="-${deep[1]}" opacity="${deep[2]}"/>${rim}<use href="#${name}" fill="${shape.colour}"${top}/>`
  },
  finish: () => '',
}
