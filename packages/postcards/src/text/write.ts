import { createRandom } from '../random.js'
import type { Scene } from '../scene.js'
import { en } from './en.js'
import type { LanguageText, Words } from './language.js'
import { zh } from './zh.js'

export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

const TEXTS: Readonly<Record<Language, LanguageText>> = { en, zh }

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
  const name = random.pick(text.nameStarts) + random.pick(text.nameEnds[scene.place])
  const plain = scene.weather === 'clear' || random.chance(0.4)
  const happening = random.pick(plain ? text.hourTitles[scene.hour] : text.weatherTitles[scene.weather])
  return random.pick(text.titles)(happening, name)
}
