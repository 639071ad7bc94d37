import { effect, signal } from '@preact/signals'
import { directionOf, type Language, language } from '../state/language.js'
import { en } from './latin/en.js'
import type { sheets } from './latin/sheets/en.js'

/** Everything the page says. A language that lacks one of them does not compile. */
export type Texts = typeof en
/** The part of it that opens over the page. */
export type Sheets = typeof sheets

/** Each language comes when it is chosen; English is there from the start and stands in for one that cannot be had. */
const LOAD: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Texts>>> = {
  zh: async () => (await import('./other/zh.js')).zh,
  es: async () => (await import('./latin/es.js')).es,
  fr: async () => (await import('./latin/fr.js')).fr,
  de: async () => (await import('./latin/de.js')).de,
  pt: async () => (await import('./latin/pt.js')).pt,
  it: async () => (await import('./latin/it.js')).it,
  ru: async () => (await import('./other/ru.js')).ru,
  ja: async () => (await import('./other/ja.js')).ja,
  ko: async () => (await import('./other/ko.js')).ko,
  ar: async () => (await import('./other/ar.js')).ar,
  hi: async () => (await import('./other/hi.js')).hi,
}

const spoken = signal<{ readonly language: Language; readonly texts: Texts }>({ language: 'en', texts: en })

/** What the page says, in the language it speaks now. */
export const say = (): Texts => spoken.value.texts

/** The language the page speaks: the chosen one, once its texts are here. */
export const spokenLanguage = (): Language => spoken.value.language

/** Has the page speak a language. A later call wins; where the texts cannot be had the page goes on as it is. */
export async function speak(next: Language): Promise<void> {
  const texts = next === 'en' ? en : await LOAD[next]().catch(() => undefined)
  if (texts === undefined || language.peek() !== next) return
  spoken.value = { language: next, texts }
}

/** Keeps what the page says, and the way it runs, in the chosen language. */
export function followSpoken(): () => void {
  const ends = [
    effect(() => void speak(language.value)),
    effect(() => {
      const { documentElement } = document
      documentElement.lang = spokenLanguage()
      documentElement.dir = directionOf(spokenLanguage())
      document.title = say().common.postcards
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}
