import type { Item } from 'locavore'
import { wordsOf } from '../filters/choices.js'
import { textOf } from '../large/texts.js'
import { directionOf, type Language, language, texts } from '../state/language.js'
import { largeCount } from '../state/session.js'

/** What is written on a postcard, in one language. */
export interface Words {
  readonly language: Language
  readonly direction: 'rtl' | 'ltr'
  readonly title: string
  /** Empty where nothing is written but a title. */
  readonly text: string
}

export interface Caption extends Words {
  /** The same in another language: English, or Chinese beside English. */
  readonly beside?: Words
}

const words = (language: Language, title: string, text: string): Words => ({
  language,
  direction: directionOf(language),
  title,
  text,
})

/** The seed in the id of a generated postcard. */
export function seedOf({ id }: Item): number | undefined {
  const seed = /^pc-(\d{6})$/.exec(id)?.[1]
  return seed === undefined ? undefined : Number(seed)
}

/** The catalogue keeps one line each: English, title in Chinese, Chinese. Other languages are read when they are chosen. */
function wordsIn(item: Item, asked: Language): Words | undefined {
  const seed = seedOf(item)
  if (largeCount !== undefined && seed !== undefined) {
    const written = textOf(seed, asked)
    return written === undefined ? undefined : words(asked, ...written)
  }
  const [english = '', chineseTitle, chinese] = (item.text ?? '').split('\n')
  if (asked === 'en') return words('en', item.title ?? 'Untitled', english)
  if (asked === 'zh') {
    return chineseTitle === undefined || chinese === undefined ? undefined : words('zh', chineseTitle, chinese)
  }
  const read = seed === undefined ? undefined : texts.value.get(asked)?.[seed]
  return read === undefined ? undefined : words(asked, ...read)
}

/** The words in the chosen language, or in English where they are not written in it. */
export function captionOf(item: Item): Caption {
  const english = words('en', item.title ?? 'Untitled', (item.text ?? '').split('\n')[0] ?? '')
  const chosen = wordsIn(item, language.value) ?? english
  const beside = chosen.language === 'en' ? wordsIn(item, 'zh') : english
  return beside === undefined || isOwn(item) ? chosen : { ...chosen, beside }
}

/** The title in the chosen language. */
export function titleOf(item: Item): string {
  // Nothing is written for a title that the catalogue brings.
  return language.value === 'en' ? (item.title ?? 'Untitled') : captionOf(item).title
}

export function attributeOf(item: Item, name: string): string | undefined {
  const value = item.attributes?.[name]
  return typeof value === 'string' ? value : undefined
}

export const isOwn = (item: Item): boolean => item.attributes?.['yours'] === true

const ownKind = ({ clip, audio }: Item): string =>
  clip !== undefined ? 'clip' : audio !== undefined ? 'sound' : 'photo'

/** `Harbour · rain · dusk` */
export function placeLine(item: Item): string {
  if (isOwn(item)) return `Your ${ownKind(item)}, on this device only`
  const [place, ...rest] = ['place', 'weather', 'hour']
    .map((name) => attributeOf(item, name))
    .filter((value) => value !== undefined)
  return place === undefined ? '' : [wordsOf(place), ...rest].join(' · ')
}

/** What the picture shows, for people who cannot see it. */
export function pictureText(item: Item): string {
  if (isOwn(item)) return `Your ${ownKind(item)}: ${item.title ?? 'untitled'}`
  const [style, subject] = [attributeOf(item, 'style'), attributeOf(item, 'subject')]
  if (style === undefined || subject === undefined) return item.title ?? ''
  return `${wordsOf(style)} picture of a ${subject.replaceAll('-', ' ')}: ${placeLine(item)}`
}
