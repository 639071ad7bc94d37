import { LANGUAGES } from '@locavore/postcards'
import { SET_SIZE } from '../data/postcards.mjs'
import { hitsInSets } from '../measure/retrieval.mjs'
import { figure } from '../report/figure.mjs'

const SHARE_OF_ENGLISH = 0.9

/** Words to pictures in each language, held against English. */
export async function measureLanguages({ library }) {
  const pictures = await library.pictures(library.unseen)
  const figures = []
  let least
  for (const language of LANGUAGES) {
    const texts = await library.captions(library.unseen, language)
    const hits = hitsInSets(1, texts, pictures, SET_SIZE)
    const about = `${language}: text to picture R@1`
    const measured = figure(`languages.${language}`, about, hits, {
      chance: 1 / SET_SIZE,
      ...(least === undefined ? {} : { bar: { least } }),
    })
    if (language === 'en') least = SHARE_OF_ENGLISH * measured.value
    figures.push(measured)
  }
  return figures
}
