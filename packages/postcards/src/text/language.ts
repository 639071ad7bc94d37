import type { Hour, Mood, Place, Season, Style, Subject, Weather } from '../attributes.js'

/** The words one caption is made of, already chosen among synonyms. */
export interface Words {
  readonly place: string
  readonly weather: string
  readonly hour: string
  readonly season: string
  readonly subject: string
  readonly mood: string
  readonly style: string
}

/** Synonyms by attribute value. What grammatical form a word takes is the language's own affair. */
export interface Vocabulary {
  readonly place: Readonly<Record<Place, readonly string[]>>
  readonly weather: Readonly<Record<Weather, readonly string[]>>
  readonly hour: Readonly<Record<Hour, readonly string[]>>
  readonly season: Readonly<Record<Season, readonly string[]>>
  readonly subject: Readonly<Record<Subject, readonly string[]>>
  readonly mood: Readonly<Record<Mood, readonly string[]>>
  readonly style: Readonly<Record<Style, readonly string[]>>
}

/** Everything one language needs: add a file of this shape and a line in write.ts to add a language. */
export interface LanguageText {
  readonly vocabulary: Vocabulary
  readonly captions: readonly ((words: Words) => string)[]
  /** Parts of an imaginary name: proper words, and the words or endings that tell the kind of place. */
  readonly nameStarts: readonly string[]
  readonly nameEnds: Readonly<Record<Place, readonly string[]>>
  /** What is happening there, by weather and by hour. */
  readonly weatherTitles: Readonly<Record<Weather, readonly string[]>>
  readonly hourTitles: Readonly<Record<Hour, readonly string[]>>
  /** Joins one of `nameStarts` and one of `nameEnds` in the language's order. */
  readonly name: (first: string, kind: string) => string
  readonly titles: readonly ((happening: string, name: string) => string)[]
}
