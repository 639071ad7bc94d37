import { spokenLanguage } from '../language/texts.js'

/** 100000 -> `100,000`, as the language of the page writes it, in the digits of the rest of the page. */
export const inFigures = (count: number): string =>
  new Intl.NumberFormat(`${spokenLanguage()}-u-nu-latn`).format(Math.round(count))
