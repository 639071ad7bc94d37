import { describe, expect, it } from 'vitest'
import {
  createPostcard,
  createScene,
  LANGUAGES,
  type Language,
  writeCaption,
  writeTexts,
  writeTitle,
} from '../index.js'
import { hashText } from '../random.js'
import { withParticle } from './grammar.js'
import { TEXTS } from './write.js'

const scenes = Array.from({ length: 500 }, (_, seed) => createScene(seed))

/** The script a language is written in, where that is not Latin. */
const SCRIPTS: Partial<Record<Language, RegExp>> = {
  zh: /\p{Script=Han}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  ko: /\p{Script=Hangul}/u,
  ru: /\p{Script=Cyrillic}/u,
  ar: /\p{Script=Arabic}/u,
  hi: /\p{Script=Devanagari}/u,
}

const mentions = (caption: string, words: readonly string[]): boolean =>
  words.some((word) => caption.toLowerCase().includes(word.toLowerCase()))

describe('English and Chinese', () => {
  it('are the same for ever: a model is trained on them', () => {
    const cards = scenes.map(({ seed }) => JSON.stringify(createPostcard(seed)))
    expect(hashText(cards.join(''))).toMatchInlineSnapshot(`1647904024`)
    const variants = scenes.flatMap((scene) => [writeCaption(scene, 'en', 5), writeCaption(scene, 'zh', 5)])
    expect(hashText(variants.join(''))).toMatchInlineSnapshot(`286859531`)
  })
})

describe.each(LANGUAGES)('the words of %s', (language) => {
  const { vocabulary, captions, ...names } = TEXTS[language]

  it('cover every value of every attribute, and no phrase means two values', () => {
    const lists: Record<string, Readonly<Record<string, readonly string[]>>> = { ...vocabulary }
    for (const [attribute, values] of Object.entries(lists)) {
      const phrases = Object.values(values).flat()
      for (const [value, words] of Object.entries(values)) {
        expect(words.length, `${attribute} ${value}`).toBeGreaterThanOrEqual(3)
        for (const word of words) expect(word, value).toMatch(/^\S(.*\S)?$/)
      }
      expect(new Set(phrases).size, attribute).toBe(phrases.length)
    }
    expect(captions.length).toBeGreaterThanOrEqual(12)
    expect(new Set(names.nameStarts).size).toBeGreaterThanOrEqual(12)
  })

  it('make captions that name subject and place, with nothing left open', () => {
    for (const scene of scenes) {
      const caption = writeCaption(scene, language, scene.seed % 7)
      expect(mentions(caption, vocabulary.subject[scene.subject]), caption).toBe(true)
      expect(mentions(caption, vocabulary.place[scene.place]), caption).toBe(true)
      expect(caption).not.toMatch(/undefined|null|\$|[{}]|\s\s|\.\.|。。|।।|^\s|\s$/)
      expect(writeTitle(scene, language)).not.toMatch(/undefined|\s\s|^\s|\s$/)
    }
  })

  it('keep to their script', () => {
    const script = SCRIPTS[language]
    for (const scene of scenes) {
      const text = `${writeCaption(scene, language)} ${writeTitle(scene, language)}`
      expect(text).toMatch(script ?? /[a-z]/)
      if (script) expect(text).not.toMatch(/\p{Script=Latin}/u)
      else expect(text).not.toMatch(/[^\p{Script=Latin}\p{Script=Common}]/u)
    }
  })

  it('tell scenes apart', () => {
    const captions = new Set(scenes.map((scene) => writeCaption(scene, language)))
    expect(captions.size).toBeGreaterThan(490)
    expect(new Set(scenes.map((scene) => writeTitle(scene, language))).size).toBeGreaterThan(420)
  })
})

describe('texts', () => {
  it('come in every language at once', () => {
    const [scene = createScene(0)] = scenes
    const texts = writeTexts(scene)
    expect(Object.keys(texts)).toEqual([...LANGUAGES])
    expect(texts.ko).toEqual({ title: writeTitle(scene, 'ko'), caption: writeCaption(scene, 'ko') })
    expect(texts.en.caption).toBe(createPostcard(scene.seed).text.en)
  })

  it('give Korean nouns the particle that fits', () => {
    expect(withParticle('우산', '을', '를')).toBe('우산을')
    expect(withParticle('등대', '을', '를')).toBe('등대를')
  })

  it('keep the elision of French and the article of Spanish intact', () => {
    for (const scene of scenes) {
      expect(writeCaption(scene, 'fr')).not.toMatch(/\b(de|que) (un|une) |d’(le|la|les) /)
      expect(writeCaption(scene, 'es')).not.toMatch(/\b(de|a) el /)
    }
  })
})
