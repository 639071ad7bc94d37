import { createScene, drawPicture } from '@locavore/postcards'
import { expect, test } from 'vitest'
import { byId, readSvg, type SvgNode } from './read-svg.js'
import { verticalBounds } from './vertical-bounds.js'

const namesIn = (node: SvgNode): string[] => [node.name, ...node.children.flatMap(namesIn)]
const count = (svg: string, pattern: RegExp): number => [...svg.matchAll(pattern)].length

/** What `paintSvg` knows how to draw, and what it looks up. */
const KNOWN = new Set(
  ['', 'svg', 'g', 'defs', 'use', 'path', 'rect', 'circle', 'ellipse', 'stop'].concat([
    'linearGradient',
    'radialGradient',
    'pattern',
  ]),
)

test('every element of every style is read, in its place, and known to the painter', () => {
  for (let seed = 0; seed < 400; seed += 1) {
    const svg = drawPicture(createScene(seed))
    const root = readSvg(svg)
    const names = namesIn(root)
    expect(root.children.map(({ name }) => name)).toEqual(['svg'])
    expect(names.length - 1).toBe(count(svg, /<[a-zA-Z]/g))
    for (const name of names) expect(KNOWN).toContain(name)
    const named = byId(root)
    for (const [, id = ''] of svg.matchAll(/(?:url\(#|href="#)([^)"]+)/g)) expect(named.has(id), id).toBe(true)
  }
})

test('the bounds of a path hold every point it names', () => {
  expect(verticalBounds('M10 20L30 40H50V5Z')).toEqual([5, 40])
  expect(verticalBounds('M0 100q10 -50 20 0t20 0')).toEqual([50, 100])
  expect(verticalBounds('m5 5l10 10 10 -30')).toEqual([-15, 15])
  expect(verticalBounds('M50 40a10 10 0 1 0 .1 0Z')).toEqual([40, 60])
  expect(verticalBounds('')).toEqual([0, 0])
})
