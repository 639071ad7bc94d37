import type { Item, Reason } from 'locavore'
import { begin, valueWords } from '../language/catalogue-words.js'
import { say } from '../language/texts.js'
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
export function seedOf({ id }: Pick<Item, 'id'>): number | undefined {
  const seed = /^pc-(\d{6})$/.exec(id)?.[1]
  return seed === undefined ? undefined : Number(seed)
}

/** What a language has for the postcard of an id, if it was read. */
function written(asked: Language, id: string): Words | undefined {
  const seed = seedOf({ id })
  if (seed === undefined) return undefined
  const read = largeCount === undefined ? texts.value.get(asked)?.[seed] : textOf(seed, asked)
  return read === undefined ? undefined : words(asked, ...read)
}

/** The catalogue keeps one line each: English, title in Chinese, Chinese. Other languages are read when they are chosen. */
function wordsIn(item: Item, asked: Language): Words | undefined {
  if (largeCount !== undefined && seedOf(item) !== undefined) return written(asked, item.id)
  const [english = '', chineseTitle, chinese] = (item.text ?? '').split('\n')
  if (asked === 'en') return words('en', item.title ?? say().common.untitled, english)
  if (asked !== 'zh') return written(asked, item.id)
  return chineseTitle === undefined || chinese === undefined ? undefined : words('zh', chineseTitle, chinese)
}

/** The words in the chosen language, or in English where they are not written in it. */
export function captionOf(item: Item): Caption {
  const english = wordsIn(item, 'en') ?? words('en', item.title ?? say().common.untitled, '')
  const chosen = wordsIn(item, language.value) ?? english
  const beside = chosen.language === 'en' ? wordsIn(item, 'zh') : english
  return beside === undefined || isOwn(item) ? chosen : { ...chosen, beside }
}

/** The title in the chosen language. */
export function titleOf(item: Item): string {
  // Nothing is written for a title that the catalogue brings.
  return language.value === 'en' ? (item.title ?? say().common.untitled) : captionOf(item).title
}

/** A reason that names its postcard in the chosen language: the catalogue's own titles are English. */
export function reasonWords({ message, itemId, title }: Reason): string {
  const own = itemId === undefined ? undefined : written(language.value, itemId)?.title
  return own === undefined || title === undefined ? message : message.replace(title, () => own)
}

export function attributeOf(item: Item, name: string): string | undefined {
  const value = item.attributes?.[name]
  return typeof value === 'string' ? value : undefined
}

export const isOwn = (item: Item): boolean => item.attributes?.['yours'] === true

/** `Harbour · rain · dusk` */
export function placeLine(item: Item): string {
  if (isOwn(item)) return say().card.yoursHere
  const facts = ['place', 'weather', 'hour'].flatMap((name) => {
    const value = attributeOf(item, name)
    return value === undefined ? [] : [valueWords(name, value)]
  })
  return begin(facts.join(' · '))
}

/** What the picture shows, for people who cannot see it. */
export function pictureText(item: Item): string {
  const { card, common } = say()
  if (isOwn(item)) return `${card.yoursHere}: ${item.title ?? common.untitled}`
  const [style, subject] = [attributeOf(item, 'style'), attributeOf(item, 'subject')]
  if (style === undefined || subject === undefined) return item.title ?? ''
  return card.picture(valueWords('style', style), valueWords('subject', subject), placeLine(item))
}
