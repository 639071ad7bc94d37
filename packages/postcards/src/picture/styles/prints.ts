import { luminance, mix } from '../colour.js'
import { dots, type Point, round, type Shape } from '../shapes.js'
import { again, filled, fixed, gradient, plain, rect, type StylePainter, stroked } from './style.js'

/** Woodblock: flat bands of sky, dark key lines, the grain of the block. */
export const woodblock: StylePainter = {
  defs: ({ light, id }) =>
    gradient(id('b'), [
      [0, mix(light.skyTop, light.dark, 0.45), 0.9],
      [1, light.skyTop, 0],
    ]),
  sky({ light, url, random }) {
    const paper = mix('#f4e8d0', light.skyLow, 0.6)
    const bands = [0, 1, 2, 3, 4].map((i) => {
      const y = 70 + i * 56
      const wave = `M-10 ${y}q${round(random.between(60, 120))} ${round(random.between(-18, 18))} 220 0t220 0t220 0V480H-10Z`
      return filled(wave, mix(mix(light.skyTop, paper, 0.1), paper, (i + 1) / 5))
    })
    return `${rect(mix(light.skyTop, paper, 0.1))}${bands.join('')}<rect width="640" height="110" fill="${url('b')}"/>`
  },
  shape(shape, { light }) {
    const key = mix(light.dark, '#101018', 0.4)
    if (shape.role === 'star' || shape.role === 'weather' || shape.role === 'mist' || shape.line !== undefined)
      return plain(shape)
    const width = shape.role === 'subject' ? 2 : shape.role === 'land' ? 2.4 : shape.role === 'disc' ? 0 : 1.2
    const outline = width > 0 ? ` stroke="${key}" stroke-width="${width}" stroke-linejoin="round"` : ''
    return filled(shape.path, shape.role === 'disc' ? light.accent : shape.colour, shape.opacity, outline)
  },
  finish({ random, light }) {
    let grain = ''
    for (let i = 0; i < 20; i++)
      grain += `M-5 ${round(i * 24 + random.between(0, 12))}q160 ${round(random.between(-9, 9))} 325 0t325 0`
    const seal = `<path d="M590 428h28v28h-28Z" fill="#c5382c"/><path d="M596 434h6v6h10v4h-10v6h-6ZM606 448h6v4h-6Z" fill="#f6e9d2"/>`
    return `${stroked(grain, light.pale, 1, 0.22)}<path d="M0 0H640V480H0ZM12 12V468H628V12Z" fill="#f4ead6" fill-rule="evenodd"/>${seal}`
  },
}

/** Two inks on cream paper, the second a little out of register, tones made of dots. */
export const risograph: StylePainter = {
  defs: ({ light, id }) =>
    `<pattern id="${id('d')}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(30)"><circle cx="3" cy="3" r="1.7" fill="${mix(light.second, '#1d2a6b', 0.35)}"/></pattern>` +
    gradient(id('s'), [
      [0, light.accent, 0.75],
      [0.75, light.accent, 0.05],
    ]),
  sky: ({ url, dark, light }) =>
    `${rect('#f7efdf')}${dark ? rect(mix(light.second, '#1d2a6b', 0.35), 0.5) : ''}${rect(url('s'))}`,
  shape(shape, { light, url, id, dark }, index) {
    const paper = '#f7efdf'
    const deep = mix(light.second, '#1d2a6b', 0.35)
    const tone = luminance(shape.colour)
    if (shape.role === 'subject') {
      const spot = tone > 0.66 ? paper : tone > 0.42 ? light.accent : deep
      return shape.line === undefined
        ? filled(shape.path, spot, 1, ` stroke="${deep}" stroke-width="1.4"`)
        : stroked(shape.path, spot, shape.line)
    }
    const ink = tone > 0.5 ? mix(light.accent, paper, (tone - 0.5) * 1.9) : mix(deep, light.accent, tone * 0.9)
    if (shape.role === 'star' || shape.role === 'weather') return plain({ ...shape, colour: dark ? paper : deep })
    if (shape.line !== undefined) return stroked(shape.path, ink, shape.line, shape.opacity)
    const flat = filled(shape.path, ink, shape.opacity)
    if (shape.role !== 'land' || tone > 0.8 || shape.path.length > 700) return flat
    return again(
      id(`r${index}`),
      shape.path,
      `fill="${ink}"`,
      `fill="${url('d')}" opacity="${fixed(0.25 + (1 - tone) * 0.4)}" x="${index % 2 ? 3 : -3}" y="3"`,
    )
  },
  finish({ random }) {
    const specks = dots(Array.from({ length: 60 }, (): Point => [random.between(0, 640), random.between(0, 480)]))
    return `${stroked(specks, '#f7efdf', 2.2, 0.7)}<path d="M0 0H640V480H0ZM16 16V464H624V16Z" fill="#f7efdf" fill-rule="evenodd"/>`
  },
}

/** Rain is a pen stroke; a snowflake is a white dot with a rim. */
function fallInInk({ path, line = 1 }: Shape, dark: boolean, id: string): string {
  const mark = (colour: string, width: number): string =>
    `fill="none" stroke="${colour}" stroke-width="${fixed(width)}"`
  if (path.includes('h.1')) return again(id, path, mark('#2a2831', line + 1.8), mark('#ffffff', line))
  return stroked(path, dark ? '#fffaf0' : '#2a2831', line * 0.8, 0.75)
}

/** Pen and ink: cream paper, hatching for tone, one colour kept for the subject and the sun. */
export const ink: StylePainter = {
  defs({ id }) {
    const hatch = (name: string, gap: number, angle: number): string =>
      `<pattern id="${id(name)}" width="${gap}" height="${gap}" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle})"><path d="M0 0V${gap}" stroke="#2a2831" stroke-width="1.3"/></pattern>`
    return hatch('l', 9, 48) + hatch('h', 5, 48) + hatch('x', 5, -42)
  },
  sky: ({ url, dark, light }) =>
    `${rect(mix('#f8f2e4', light.skyTop, 0.16))}<rect width="640" height="${dark ? 480 : 150}" fill="${url(dark ? 'h' : 'l')}" opacity="${dark ? '.8' : '.22'}"/>`,
  shape(shape, { url, id, light, dark }, index) {
    const pen = '#2a2831'
    if (shape.role === 'star') return plain({ ...shape, colour: '#fffaf0' })
    if (shape.role === 'weather') return fallInInk(shape, dark, id(`f${index}`))
    if (shape.role === 'mist') return filled(shape.path, mix(shape.colour, '#f8f2e4', 0.5), shape.opacity)
    if (shape.line !== undefined)
      return stroked(
        shape.path,
        shape.role === 'subject' ? shape.colour : pen,
        Math.min(shape.line, shape.role === 'subject' ? 9 : 3),
        shape.opacity,
      )
    if (shape.role === 'disc') return filled(shape.path, light.accent, shape.opacity)
    const edge = ` stroke="${pen}" stroke-width="${shape.role === 'detail' ? 1.1 : 1.8}" stroke-linejoin="round"`
    if (shape.role === 'subject' || shape.role === 'light') return filled(shape.path, shape.colour, shape.opacity, edge)
    const wash = mix('#f8f2e4', shape.colour, 0.2)
    const tone = luminance(shape.colour)
    if (shape.role !== 'land' || tone > 0.72 || shape.path.length > 900)
      return filled(shape.path, wash, shape.opacity, edge)
    return again(
      id(`i${index}`),
      shape.path,
      `fill="${wash}"${edge}`,
      `fill="${url(tone > 0.5 ? 'l' : tone > 0.3 ? 'h' : 'x')}" opacity=".5"`,
    )
  },
  finish: () =>
    '<path d="M14 14H626V466H14Z" fill="none" stroke="#2a2831" stroke-width="2"/><path d="M0 0H640V480H0ZM13 13V467H627V13Z" fill="#f8f2e4" fill-rule="evenodd"/>',
}
