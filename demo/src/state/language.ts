import { effect, signal } from '@preact/signals'
import { largeCount } from './session.js'

/** The languages of the page and of the catalogue, each by its own name. */
export const LANGUAGES = {
  en: 'English',
  zh: '中文',
  es: 'Español',
  fr: 'Français',
  de: 'Deutsch',
  pt: 'Português',
  it: 'Italiano',
  ru: 'Русский',
  ja: '日本語',
  ko: '한국어',
  ar: 'العربية',
  hi: 'हिन्दी',
} as const
export type Language = keyof typeof LANGUAGES

const KEY = 'postcards-language'

const isLanguage = (value: unknown): value is Language => typeof value === 'string' && Object.hasOwn(LANGUAGES, value)

function remembered(): Language | undefined {
  try {
    const kept = localStorage.getItem(KEY)
    return isLanguage(kept) ? kept : undefined
  } catch {
    return undefined
  }
}

function preferred(): Language {
  const known = navigator.languages.map((each) => each.slice(0, 2)).find(isLanguage)
  return known ?? 'en'
}

/** The language of the page and of what is written on the postcards. */
export const language = signal<Language>(remembered() ?? preferred())

export const directionOf = (each: Language): 'rtl' | 'ltr' => (each === 'ar' ? 'rtl' : 'ltr')

type Texts = readonly (readonly [title: string, caption: string])[]

/** Title and caption of every postcard by the number in its id, for each language that was asked for. */
export const texts = signal<ReadonlyMap<Language, Texts>>(new Map())

async function read(asked: Language): Promise<void> {
  // English comes with the catalogue, and postcards made here are written here.
  if (largeCount !== undefined || asked === 'en' || texts.peek().has(asked)) return
  const response = await fetch(`/catalogue/texts/${asked}.json`)
  if (!response.ok) return
  texts.value = new Map(texts.peek()).set(asked, (await response.json()) as Texts)
}

export function chooseLanguage(next: Language): void {
  language.value = next
  try {
    localStorage.setItem(KEY, next)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

/** Fetches the words of a language once it is chosen. Until they are here, English stands for them. */
export function followLanguage(): () => void {
  return effect(() => void read(language.value).catch(() => undefined))
}
