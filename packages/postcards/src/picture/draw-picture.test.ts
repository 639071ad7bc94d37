import { describe, expect, it } from 'vitest'
import { createScene, drawPicture, HOURS, PLACES, STYLES, SUBJECTS, WEATHERS } from '../index.js'
import { hashText } from '../random.js'

const pictures = Array.from({ length: 500 }, (_, seed) => drawPicture(createScene(seed)))

/** The tags left open, once self-closing ones are gone; enough for generated markup without comments or text. */
function unclosed(svg: string): readonly string[] {
  const open: string[] = []
  for (const [, close, name = ''] of svg.replaceAll(/<[^>]*\/>/g, '').matchAll(/<(\/?)(\w+)[^>]*>/g)) {
    if (!close) open.push(name)
    else if (open.pop() !== name) return [...open, name]
  }
  return open
}

describe('pictures', () => {
  it('are the same for the same scene, for ever', () => {
    expect(drawPicture(createScene(3))).toBe(pictures[3])
    expect(hashText(pictures.slice(0, 40).join(''))).toMatchInlineSnapshot(`2338615394`)
  })

  it('are well-formed and self-contained', () => {
    for (const svg of pictures) {
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 640 480"/)
      expect(svg).not.toMatch(/NaN|undefined|Infinity|null|<text|<image|<style|<script|foreignObject|href="http/)
      expect(unclosed(svg)).toEqual([])
      for (const [, id = ''] of svg.matchAll(/(?:url\(|href=")#([\w]+)/g)) expect(svg).toContain(`id="${id}"`)
    }
  })

  it('use ids that no two cards share', () => {
    const ids = pictures.slice(0, 100).flatMap((svg) => [...svg.matchAll(/ id="(\w+)"/g)].map(([, id]) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('stay small', () => {
    const lengths = pictures.map((svg) => svg.length).sort((a, b) => a - b)
    expect(lengths[250]).toBeLessThan(9_000)
    expect(lengths.at(-1)).toBeLessThan(14_500)
  })

  it('differ by every attribute that can be seen', () => {
    const looks = <T>(values: readonly T[], draw: (value: T) => string): void => {
      expect(new Set(values.map(draw)).size).toBe(values.length)
    }
    looks(PLACES, (place) => drawPicture(createScene(1, { place })))
    looks(WEATHERS, (weather) => drawPicture(createScene(1, { weather })))
    looks(HOURS, (hour) => drawPicture(createScene(1, { hour })))
    looks(STYLES, (style) => drawPicture(createScene(1, { style })))
    looks(SUBJECTS, (subject) => drawPicture(createScene(1, { subject })))
  })
})
