import { mix, saturate, scale, vivid } from '../colour.js'
import { type Point, polygon, polyline, round } from '../shapes.js'
import { again, filled, fixed, glow, gradient, plain, rect, type StylePainter, stroked } from './style.js'

/** Night and neon: near-black planes whose edges glow. */
export const neon: StylePainter = {
  defs: ({ light, id }) =>
    gradient(id('s'), [
      [0, '#0b0719'],
      [0.7, mix('#170d33', vivid(light.second, 170), 0.42)],
      [1, '#0b0719'],
    ]) + glow(id('h'), vivid(light.accent), 0.5),
  sky: ({ disc, url, light }) => {
    let lines = ''
    for (let y = 40; y < 320; y += 22) lines += `M0 ${y}H640`
    return `${rect(url('s'))}${stroked(lines, vivid(light.second), 1, 0.14)}<circle cx="${fixed(disc.x)}" cy="${fixed(disc.y)}" r="${fixed(disc.radius * 4)}" fill="${url('h')}"/>`
  },
  shape(shape, { light, id }, index) {
    const hue = vivid(index % 3 === 0 ? light.accent : light.second)
    const beam = mix(vivid(shape.colour), hue, shape.role === 'subject' || shape.role === 'light' ? 0 : 0.5)
    if (shape.role === 'star') return plain(shape)
    if (shape.role === 'mist') return filled(shape.path, mix(beam, light.second, 0.4), (shape.opacity ?? 1) * 0.4)
    if (shape.role === 'weather' && shape.line !== undefined)
      return stroked(shape.path, '#8fe9ff', shape.line, shape.opacity)
    if (shape.role === 'weather') return filled(shape.path, '#d8f4ff', shape.opacity)
    if (shape.line !== undefined) return stroked(shape.path, beam, shape.line, shape.opacity)
    if (shape.role === 'light') return filled(shape.path, mix(vivid(shape.colour), '#fff3c0', 0.3))
    if (shape.role === 'disc')
      return filled(shape.path, vivid(light.accent), 0.9) + stroked(shape.path, '#fff0f6', 3, shape.opacity)
    const body = mix('#0d0820', shape.colour, shape.role === 'subject' ? 0.62 : 0.2)
    const edge =
      shape.role === 'detail'
        ? ` stroke="${beam}" stroke-width="1.2"`
        : ` stroke="${beam}" stroke-width="${shape.role === 'subject' ? 1.6 : 2}"`
    if (shape.role === 'land' && shape.path.length < 900)
      return again(
        id(`n${index}`),
        shape.path,
        `fill="none" stroke="${beam}" stroke-width="9" opacity=".24"`,
        `fill="${body}"${edge}`,
      )
    return filled(shape.path, body, shape.role === 'cloud' ? 0.75 : shape.opacity, `${edge} stroke-linejoin="round"`)
  },
  finish: () => '',
}

/** Stained glass: strong clear colours in lead, the sky cut in panes around the sun. */
export const stainedGlass: StylePainter = {
  defs: ({ id }) => glow(id('h'), '#ffffff', 0.42),
  sky({ light, disc, dark }) {
    const panes = Array.from({ length: 18 }, (_, i) => {
      const ray = (k: number): Point => [
        disc.x + Math.cos((k / 18) * Math.PI * 2) * 760,
        disc.y + Math.sin((k / 18) * Math.PI * 2) * 760,
      ]
      const tint = i % 2 ? light.accent : light.second
      const base = mix(mix(light.skyTop, light.skyLow, [0.15, 0.7, 0.4][i % 3] ?? 0), tint, 0.2)
      return filled(polygon([[disc.x, disc.y], ray(i), ray(i + 1)]), saturate(base, dark ? 1.9 : 1.5))
    })
    const rings = [90, 170, 270].map((r) => `<circle cx="${fixed(disc.x)}" cy="${fixed(disc.y)}" r="${r}"/>`).join('')
    return `<g stroke="#1d1a24" stroke-width="3.5" stroke-linejoin="round">${panes.join('')}<g fill="none">${rings}</g></g>`
  },
  shape(shape) {
    const lead = '#1d1a24'
    const colour = saturate(shape.colour, 1.55)
    if (shape.role === 'star' || shape.role === 'weather') return plain(shape)
    if (shape.role === 'mist') return filled(shape.path, colour, (shape.opacity ?? 1) * 0.8)
    if (shape.line !== undefined)
      return shape.role === 'subject'
        ? stroked(shape.path, colour, shape.line)
        : stroked(shape.path, shape.line > 5 && !shape.path.includes('h.1') ? lead : colour, shape.line, shape.opacity)
    const width =
      shape.role === 'land' || shape.role === 'disc' || shape.role === 'cloud'
        ? 4
        : shape.role === 'subject'
          ? 2.6
          : 1.4
    return filled(
      shape.path,
      colour,
      shape.role === 'land' ? 1 : shape.opacity,
      ` stroke="${lead}" stroke-width="${width}" stroke-linejoin="round"`,
    )
  },
  veil({ random }) {
    let leads = ''
    for (let i = 0; i < 9; i++) {
      const x = i * 80 + random.between(-26, 26)
      leads += polyline([
        [x, 300 + random.between(-10, 20)],
        [x + random.between(-40, 40), 360],
        [x + random.between(-50, 50), 480],
      ])
    }
    return stroked(leads, '#1d1a24', 2.6, 0.7)
  },
  finish: ({ disc, url }) =>
    `<circle cx="${fixed(disc.x)}" cy="${fixed(disc.y)}" r="330" fill="${url('h')}"/><path d="M0 0H640V480H0ZM14 466H626V170Q626 14 470 14H170Q14 14 14 170Z" fill="#1d1a24" fill-rule="evenodd"/>`,
}

/** Low poly: a mesh of facets that catch the light over flat colours. */
export const lowPoly: StylePainter = {
  defs: ({ light, id }) =>
    gradient(id('s'), [
      [0, light.skyTop],
      [0.75, light.skyLow],
    ]),
  sky: ({ url, random }) => rect(url('s')) + facets(random, 8, 5, 340, 0, 0.15),
  shape: (shape) => {
    if (shape.role === 'subject' && shape.line === undefined)
      return filled(shape.path, shape.colour, shape.opacity, ` stroke="${scale(shape.colour, 0.8)}" stroke-width="1"`)
    return plain(shape)
  },
  veil: ({ random }) => facets(random, 9, 4, 240, 250, 0.11),
  finish: () => '',
}

function facets(
  random: { between(low: number, high: number): number },
  columns: number,
  rows: number,
  height: number,
  top: number,
  strength: number,
): string {
  const node = Array.from({ length: rows + 1 }, (_, r) =>
    Array.from(
      { length: columns + 1 },
      (_, c): Point => [
        (c * 640) / columns + (c === 0 || c === columns ? (c ? 12 : -12) : random.between(-22, 22)),
        top + (r * height) / rows + (r === 0 ? 0 : random.between(-13, 13)),
      ],
    ),
  )
  const tones = ['', '', '', '']
  const add = (a: Point | undefined, b: Point | undefined, c: Point | undefined): void => {
    if (!a || !b || !c) return
    const tone = Math.floor(random.between(0, 4.6))
    if (tone < 4)
      tones[tone] +=
        `M${round(Math.round(a[0]))} ${Math.round(a[1])}L${Math.round(b[0])} ${Math.round(b[1])}L${Math.round(c[0])} ${Math.round(c[1])}Z`
  }
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      add(node[r]?.[c], node[r]?.[c + 1], node[r + 1]?.[c])
      add(node[r]?.[c + 1], node[r + 1]?.[c + 1], node[r + 1]?.[c])
    }
  }
  return tones.map((path, i) => filled(path, i < 2 ? '#ffffff' : '#1a1430', (i % 2 ? 1 : 0.5) * strength)).join('')
}
