import { createRandom } from '../random.js'
import type { Scene } from '../scene.js'
import type { LanguageText, Vocabulary, Words } from './language.js'
import { ar } from './languages/ar.js'
import { de } from './languages/de.js'
import { en } from './languages/en.js'
import { es } from './languages/es.js'
import { fr } from './languages/fr.js'
import { hi } from './languages/hi.js'
import { it } from './languages/it.js'
import { ja } from './languages/ja.js'
import { ko } from './languages/ko.js'
import { pt } from './languages/pt.js'
import { ru } from './languages/ru.js'
import { zh } from './languages/zh.js'

/** ISO 639-1 codes. Arabic is plain text that reads from right to left. */
export const LANGUAGES = ['en', 'zh', 'es', 'fr', 'de', 'pt', 'it', 'ru', 'ja', 'ko', 'ar', 'hi'] as const
export type Language = (typeof LANGUAGES)[number]

export const TEXTS: Readonly<Record<Language, LanguageText>> = { en, zh, es, fr, de, pt, it, ru, ja, ko, ar, hi }

/** One or two sentences about a scene. Each `variant` words it anew; without one, the seed decides. */
export function writeCaption(scene: Scene, language: Language, variant?: number): string {
  const { vocabulary, captions } = TEXTS[language]
  const random = createRandom(scene.seed, `caption/${language}/${variant ?? 'own'}`)
  const write = random.pick(captions)
  const words: Words = {
    place: random.pick(vocabulary.place[scene.place]),
    weather: random.pick(vocabulary.weather[scene.weather]),
    hour: random.pick(vocabulary.hour[scene.hour]),
    season: random.pick(vocabulary.season[scene.season]),
    subject: random.pick(vocabulary.subject[scene.subject]),
    mood: random.pick(vocabulary.mood[scene.mood]),
    style: random.pick(vocabulary.style[scene.style]),
  }
  return write(words)
}

/** A short title for an imaginary place. */
export function writeTitle(scene: Scene, language: Language): string {
  const text = TEXTS[language]
  const random = createRandom(scene.seed, `title/${language}`)
  const first = random.pick(text.nameStarts)
  const name = text.name(first, random.pick(text.nameEnds[scene.place]))
  const plain = scene.weather === 'clear' || random.chance(0.4)
  const happening = random.pick(plain ? text.hourTitles[scene.hour] : text.weatherTitles[scene.weather])
  return random.pick(text.titles)(happening, name)
}

export interface SceneText {
  readonly title: string
  readonly caption: string
}

/** The title and the caption in every language; `createPostcard` carries English and Chinese only. */
export function writeTexts(scene: Scene): Readonly<Record<Language, SceneText>> {
  const write = (language: Language): SceneText => ({
    title: writeTitle(scene, language),
    caption: writeCaption(scene, language),
  })
  return Object.fromEntries(LANGUAGES.map((language) => [language, write(language)])) as Record<Language, SceneText>
}

/** The words of a language for each value of each attribute, synonyms together; some are phrases (`in a small harbour`). */
export function listAttributeWords(language: Language): Vocabulary {
  return TEXTS[language].vocabulary
}
