import { describe, expect, it } from 'vitest'
import {
  CLIP_SECONDS,
  clipEvents,
  createScene,
  drawFrame,
  drawPicture,
  type Scene,
  STYLES,
  SUBJECTS,
  soundEvents,
  WEATHERS,
} from '../index.js'

const BOLT = 'l-34 84h26l-22 76'

/** The tags left open, once self-closing ones are gone. */
function unclosed(svg: string): readonly string[] {
  const open: string[] = []
  for (const [, close, name = ''] of svg.replaceAll(/<[^>]*\/>/g, '').matchAll(/<(\/?)(\w+)[^>]*>/g)) {
    if (!close) open.push(name)
    else if (open.pop() !== name) return [...open, name]
  }
  return open
}

function pathsOf(svg: string): readonly string[] {
  return [...svg.matchAll(/ d="([^"]+)"/g)].map(([, path = '']) => path)
}

const timeOf = (scene: Scene, name: string): number =>
  [...clipEvents(scene), ...soundEvents(scene)].find((event) => event.name === name)?.seconds ?? Number.NaN

describe('frames', () => {
  it('are well-formed, self-contained and small, at every moment', () => {
    for (let seed = 0; seed < 300; seed++) {
      const svg = drawFrame(createScene(seed), (seed % 61) / 10)
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 640 480"/)
      expect(svg).not.toMatch(/NaN|undefined|Infinity|null|<text|<image|<style|<script|href="http/)
      expect(unclosed(svg)).toEqual([])
      const ids = [...svg.matchAll(/ id="(\w+)"/g)].map(([, id]) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const [, id = ''] of svg.matchAll(/(?:url\(|href=")#([\w]+)/g)) expect(ids).toContain(id)
      expect(svg.length).toBeLessThan(20_000)
    }
  })

  it('show the scene of the still picture: nothing of it is lost or drawn otherwise', () => {
    for (let seed = 0; seed < 60; seed++) {
      const scene = createScene(seed, { hour: 'noon', weather: 'cloudy' })
      const still = pathsOf(drawPicture(scene))
      const frame = new Set(pathsOf(drawFrame(scene, 3)))
      expect(still.filter((path) => !frame.has(path))).toEqual([])
    }
  })

  it('are the same for the same moment, and move between moments', () => {
    const everything: Partial<Scene>[] = [
      ...WEATHERS.map((weather) => ({ weather })),
      ...SUBJECTS.map((subject) => ({ subject })),
      ...STYLES.map((style) => ({ style })),
    ]
    for (const fixed of everything) {
      const scene = createScene(21, fixed)
      expect(drawFrame(scene, 1.2)).toBe(drawFrame(scene, 1.2))
      const frames = [0, 0.5, 1, 2, 4, 5.9].map((seconds) => drawFrame(scene, seconds))
      expect(new Set(frames).size, JSON.stringify(fixed)).toBe(frames.length)
    }
  })

  it('show lightning when it strikes, before its thunder, and not otherwise', () => {
    for (let seed = 0; seed < 40; seed++) {
      const scene = createScene(seed, { weather: 'storm' })
      const strike = timeOf(scene, 'lightning')
      const delay = timeOf(scene, 'thunder') - strike
      expect(strike).toBeGreaterThan(0.9)
      expect(delay).toBeGreaterThanOrEqual(0.69)
      expect(delay).toBeLessThanOrEqual(1.41)
      expect(drawFrame(scene, strike + 0.05)).toContain(BOLT)
      expect(drawFrame(scene, strike - 0.05)).not.toContain(BOLT)
      expect(drawFrame(scene, strike + 0.8)).not.toContain(BOLT)
    }
  })

  it('let a bird cross the middle as it calls', () => {
    for (let seed = 0; seed < 20; seed++) {
      const scene = createScene(seed, {
        place: 'meadow',
        weather: 'clear',
        hour: 'dawn',
        style: 'poster',
        subject: 'fox',
      })
      const call = timeOf(scene, 'bird-call')
      expect(timeOf(scene, 'bird')).toBe(call)
      const [, x = ''] = /d="M(-?\d+) \d+q14 /.exec(drawFrame(scene, call)) ?? []
      expect(Number(x)).toBe(294)
    }
  })

  it('show a falling star, a hop and a spout when they happen', () => {
    const night = createScene(2, { weather: 'clear', hour: 'night', style: 'poster' })
    const star = timeOf(night, 'shooting-star')
    expect(drawFrame(night, star + 0.4)).toContain('#fffbe8')
    expect(drawFrame(night, star - 0.1)).not.toContain('#fffbe8')
    const cat = createScene(2, { subject: 'cat', style: 'poster' })
    const heightAt = (seconds: number): number =>
      Number(/translate\([\d.]+ ([\d.]+)\)(?: rotate\([^)]*\))? scale/.exec(drawFrame(cat, seconds))?.[1])
    const hop = timeOf(cat, 'hop')
    expect(heightAt(hop - 0.1) - heightAt(hop + 0.3)).toBeGreaterThan(10)
    const whale = createScene(2, { subject: 'whale', place: 'harbour', style: 'poster' })
    const spoutAt = (seconds: number): number =>
      Number(/scale\(1 ([\d.]+)\)"><path d="M-20 -72/.exec(drawFrame(whale, seconds))?.[1])
    const spout = timeOf(whale, 'spout')
    expect(spoutAt(spout + 1)).toBeGreaterThan(0.95)
    expect(spoutAt(spout - 0.1)).toBeLessThan(0.3)
  })

  it('refuse moments outside the clip', () => {
    expect(() => drawFrame(createScene(1), -0.1)).toThrow(/seconds is -0.1/)
    expect(() => drawFrame(createScene(1), CLIP_SECONDS + 0.01)).toThrow(RangeError)
    expect(() => drawFrame(createScene(1), Number.NaN)).toThrow(/NaN/)
  })
})

describe('clip events', () => {
  it('are in order and within the clip', () => {
    const names = new Set<string>()
    for (let seed = 0; seed < 1500; seed++) {
      const events = clipEvents(createScene(seed))
      events.forEach(({ name, seconds }, i) => {
        names.add(name)
        expect(seconds).toBeGreaterThanOrEqual(0.5)
        expect(seconds).toBeLessThan(CLIP_SECONDS - 0.4)
        expect(seconds).toBeGreaterThanOrEqual(events[i - 1]?.seconds ?? 0)
      })
    }
    expect([...names].sort()).toEqual(['bird', 'hop', 'lightning', 'shooting-star', 'spout'])
  })
})
