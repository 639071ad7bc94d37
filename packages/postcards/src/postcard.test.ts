import { describe, expect, it } from 'vitest'
import {
  createPostcard,
  createScene,
  HOURS,
  isHeldOutCombination,
  LANGUAGES,
  MOODS,
  PLACES,
  SEASONS,
  STYLES,
  SUBJECTS,
  WEATHERS,
  writeCaption,
  writeTitle,
} from './index.js'
import { hashText } from './random.js'
import { en } from './text/languages/en.js'
import { zh } from './text/languages/zh.js'

const scenes = Array.from({ length: 8000 }, (_, seed) => createScene(seed))
const share = (test: (scene: (typeof scenes)[number]) => boolean): number => scenes.filter(test).length / scenes.length

describe('scenes', () => {
  it('are the same for the same seed, for ever', () => {
    expect(createScene(42)).toEqual(createScene(42))
    expect(hashText(JSON.stringify(scenes.slice(0, 100)))).toMatchInlineSnapshot(`2555776065`)
  })

  it('keep what is fixed and leave the other early draws alone', () => {
    const free = createScene(9)
    const fixed = createScene(9, { weather: 'fog', subject: 'whale' })
    expect(fixed).toEqual({ ...free, weather: 'fog', subject: 'whale' })
  })

  it('spread every attribute', () => {
    for (const place of PLACES) {
      expect(
        share((scene) => scene.place === place),
        place,
      ).toBeGreaterThan(0.05)
      expect(
        share((scene) => scene.place === place),
        place,
      ).toBeLessThan(0.12)
    }
    for (const weather of WEATHERS)
      expect(
        share((scene) => scene.weather === weather),
        weather,
      ).toBeGreaterThan(0.08)
    for (const hour of HOURS)
      expect(
        share((scene) => scene.hour === hour),
        hour,
      ).toBeGreaterThan(0.15)
    for (const season of SEASONS)
      expect(
        share((scene) => scene.season === season),
        season,
      ).toBeGreaterThan(0.2)
    for (const mood of MOODS)
      expect(
        share((scene) => scene.mood === mood),
        mood,
      ).toBeGreaterThan(0.1)
    for (const style of STYLES)
      expect(
        share((scene) => scene.style === style),
        style,
      ).toBeGreaterThan(0.08)
    for (const subject of SUBJECTS)
      expect(
        share((scene) => scene.subject === subject),
        subject,
      ).toBeGreaterThan(0.008)
  })

  it('are plausible', () => {
    expect(scenes.some((scene) => scene.weather === 'snow' && scene.season === 'summer')).toBe(false)
    expect(scenes.some((scene) => scene.weather === 'snow' && scene.place === 'desert')).toBe(false)
    expect(scenes.some((scene) => scene.subject === 'whale' && scene.place === 'city-rooftops')).toBe(false)
  })

  it('hold out about a twentieth of the combinations', () => {
    expect(share(isHeldOutCombination)).toBeGreaterThan(0.03)
    expect(share(isHeldOutCombination)).toBeLessThan(0.07)
    const [scene = createScene(0)] = scenes.filter(isHeldOutCombination)
    expect(isHeldOutCombination({ ...scene, seed: 1, mood: 'calm', style: 'ink', hour: 'noon' })).toBe(true)
  })
})

describe('texts', () => {
  it('name the place and the subject in every variant', () => {
    for (const [language, text] of [
      ['en', en],
      ['zh', zh],
    ] as const) {
      for (let seed = 0; seed < 300; seed++) {
        const scene = createScene(seed)
        const caption = writeCaption(scene, language, seed % 5).toLowerCase()
        expect(
          text.vocabulary.subject[scene.subject].some((word) => caption.includes(word.toLowerCase())),
          caption,
        ).toBe(true)
        expect(
          text.vocabulary.place[scene.place].some((word) => caption.includes(word.toLowerCase())),
          caption,
        ).toBe(true)
        expect(caption).not.toMatch(/undefined|null|seed|\s\s|\.\./)
      }
    }
  })

  it('word one scene in many ways, and the same variant in one way', () => {
    const scene = createScene(7)
    for (const language of LANGUAGES) {
      const variants = new Set(Array.from({ length: 40 }, (_, variant) => writeCaption(scene, language, variant)))
      expect(variants.size).toBeGreaterThan(30)
      expect(writeCaption(scene, language, 3)).toBe(writeCaption(scene, language, 3))
      expect(writeTitle(scene, language)).toBe(writeTitle(scene, language))
    }
    expect(en.captions.length).toBeGreaterThanOrEqual(12)
    expect(zh.captions.length).toBeGreaterThanOrEqual(12)
  })

  it('make a postcard with an id of the seed', () => {
    const postcard = createPostcard(42)
    expect(postcard.id).toBe('pc-000042')
    expect(postcard.scene).toEqual(createScene(42))
    expect(postcard.text.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(postcard).toEqual(createPostcard(42))
  })
})
