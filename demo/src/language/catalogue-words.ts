import { say } from './texts.js'

type Words = Readonly<Record<string, string>>

const read = (words: Words, key: string): string | undefined => (Object.hasOwn(words, key) ? words[key] : undefined)

/** `mountain-lake` as it stands in the middle of a sentence. Values that nobody wrote words for are shown as they are. */
export function valueWords(attribute: string, value: string): string {
  const all: Readonly<Record<string, Words>> = say().values
  const words = Object.hasOwn(all, attribute) ? all[attribute] : undefined
  return (words && read(words, value)) ?? value.replaceAll('-', ' ')
}

/** The same where the attribute is not told. */
export function anyValueWords(value: string): string {
  const all: readonly Words[] = Object.values(say().values)
  return all.map((words) => read(words, value)).find((words) => words !== undefined) ?? value.replaceAll('-', ' ')
}

/** What the catalogue can be narrowed by, as a name. */
export const facetWords = (attribute: string): string => read(say().facets, attribute) ?? begin(attribute)

/** The first letter large, in scripts that have large letters. */
export function begin(words: string): string {
  const [first = ''] = words
  return `${first.toUpperCase()}${words.slice(first.length)}`
}
