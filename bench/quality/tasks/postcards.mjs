import { HOURS, PLACES, WEATHERS } from '@locavore/postcards'
import { captionTells } from '../data/caption-tells.mjs'
import { SET_SIZE } from '../data/postcards.mjs'
import { hitsInSets } from '../measure/retrieval.mjs'
import { dot } from '../measure/similarity.mjs'
import { figure } from '../report/figure.mjs'

const CHANCE = 1 / SET_SIZE
const ALTERED = { weather: WEATHERS, hour: HOURS, place: PLACES }
const ALTERED_SCENES = 160

/** Words to pictures and back among a hundred, and the same scene with one thing changed told apart. */
export async function measurePostcards({ library }) {
  const { unseen, combinations } = library
  return [
    ...(await bothWays('postcards', 'unseen', unseen, library, { text: { least: 0.85 }, image: { least: 0.85 } })),
    ...(await bothWays('combinations', 'combination', combinations, library, { text: { least: 0.75 } })),
    ...(await hardNegatives(library)),
  ]
}

async function bothWays(id, name, scenes, library, bars) {
  const pictures = await library.pictures(scenes)
  const texts = await library.captions(scenes, 'en')
  const one = { chance: CHANCE }
  return [
    figure(`${id}.textToImageR1`, `${name}: text to picture R@1`, hitsInSets(1, texts, pictures, SET_SIZE), {
      ...one,
      bar: bars.text,
    }),
    figure(`${id}.textToImageR5`, `${name}: text to picture R@5`, hitsInSets(5, texts, pictures, SET_SIZE), {
      chance: 5 * CHANCE,
    }),
    figure(`${id}.imageToTextR1`, `${name}: picture to text R@1`, hitsInSets(1, pictures, texts, SET_SIZE), {
      ...one,
      bar: bars.image,
    }),
  ]
}

/**
 * A caption must prefer its own picture to one of the same scene with another weather, hour or place. Captions that do not
 * tell of it, and would be the same words for both, are left out: nobody could choose by them.
 */
async function hardNegatives(library) {
  const scenes = library.unseen.slice(0, ALTERED_SCENES)
  const own = await library.pictures(scenes)
  const figures = []
  for (const [attribute, values] of Object.entries(ALTERED)) {
    const altered = scenes.map((scene) => alter(scene, attribute, values))
    const wrong = await library.pictures(altered)
    const hits = []
    for (const language of ['en', 'zh']) {
      const texts = await library.captions(scenes, language)
      const tells = scenes.map((scene) => captionTells(scene, attribute, values, language))
      const prefers = texts.map((text, at) => (dot(text, own[at]) > dot(text, wrong[at]) ? 1 : 0))
      hits.push(...prefers.filter((_, at) => tells[at]))
    }
    const more = { bar: { least: 0.85 }, chance: 0.5 }
    figures.push(figure(`hardNegatives.${attribute}`, `own picture before one of another ${attribute}`, hits, more))
  }
  return figures
}

function alter(scene, attribute, values) {
  const others = values.filter((value) => value !== scene[attribute])
  return { ...scene, [attribute]: others[scene.seed % others.length] }
}
