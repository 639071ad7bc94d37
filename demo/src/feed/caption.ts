import type { Item } from 'locavore'
import { wordsOf } from '../filters/choices.js'

/** What is written on a postcard. The catalogue keeps one line each: English, title in Chinese, Chinese. */
export interface Caption {
  readonly title: string
  readonly english: string
  readonly chineseTitle: string
  readonly chinese: string
}

export function captionOf(item: Item): Caption {
  const [english = '', chineseTitle = '', chinese = ''] = (item.text ?? '').split('\n')
  return { title: item.title ?? 'Untitled', english, chineseTitle, chinese }
}

export function attributeOf(item: Item, name: string): string | undefined {
  const value = item.attributes?.[name]
  return typeof value === 'string' ? value : undefined
}

export const isOwn = (item: Item): boolean => item.attributes?.['yours'] === true

/** `Harbour · rain · dusk` */
export function placeLine(item: Item): string {
  if (isOwn(item)) return 'Your photo, on this device only'
  const [place, ...rest] = ['place', 'weather', 'hour']
    .map((name) => attributeOf(item, name))
    .filter((value) => value !== undefined)
  return place === undefined ? '' : [wordsOf(place), ...rest].join(' · ')
}

/** What the picture shows, for people who cannot see it. */
export function pictureText(item: Item): string {
  if (isOwn(item)) return `Your photo: ${item.title ?? 'untitled'}`
  const [style, subject] = [attributeOf(item, 'style'), attributeOf(item, 'subject')]
  if (style === undefined || subject === undefined) return item.title ?? ''
  return `${wordsOf(style)} picture of a ${subject.replaceAll('-', ' ')}: ${placeLine(item)}`
}
