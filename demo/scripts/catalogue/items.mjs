import {
  affinity,
  createPerson,
  createPostcard,
  createScene,
  drawPicture,
  LANGUAGES,
  writeTexts,
} from '@locavore/postcards'

import { tieScenes } from './ties.mjs'

/** Attributes of the hidden scene that a person may filter by. */
export const FACETS = ['medium', 'place', 'weather', 'hour', 'season', 'subject', 'mood', 'style']

const PEOPLE = 60
const DAY = 86_400_000
/** A fixed day, so that the same inputs give the same bytes. */
const LAST_DAY = Date.UTC(2026, 5, 1)

/** How many of some simulated people would like a scene, times a few: a plausible long tail. */
export function createPopularity() {
  const people = Array.from({ length: PEOPLE }, (_, seed) => createPerson(seed))
  return (scene) => {
    const warmth = people.map((person) => affinity(person, scene)).filter((each) => each > 0.5)
    const sum = warmth.reduce((total, each) => total + each, 0)
    const luck = ((scene.seed * 2_654_435_761) >>> 0) / 2 ** 32
    return Math.round(sum * 3 + 220 * luck ** 6)
  }
}

/** The scenes of the seeds 0 to `count - 1`, with the ids of their postcards. */
export const listScenes = (count) =>
  Array.from({ length: count }, (_, seed) => {
    const { id, scene } = createPostcard(seed)
    return { id, scene }
  })

/** The pictures of the seeds 0 to `count - 1`. */
export const drawPictures = (count) => Array.from({ length: count }, (_, seed) => drawPicture(createScene(seed)))

const ADDRESS = { sound: 'audio', clip: 'clip' }

/** What an item says of its sound or clip: the address, and what a page shows before it is played. */
function mediumOf(made) {
  if (made === undefined) return { address: {}, attributes: { medium: 'picture' } }
  const { kind, path, about } = made
  return { address: { [ADDRESS[kind]]: path }, attributes: { medium: kind, ...about } }
}

/**
 * Postcards with the seeds 0 to `count - 1`, as catalogue items.
 *
 * @param media seed -> the sound or clip made for it
 * @param likes id -> likes by period
 */
export function makeItems(count, media, likes) {
  const popularityOf = createPopularity()
  const ties = tieScenes(listScenes(count))
  return Array.from({ length: count }, (_, seed) => {
    const { id, scene, title, text } = createPostcard(seed)
    const medium = mediumOf(media.get(seed))
    const facts = Object.fromEntries(FACETS.filter((name) => name in scene).map((name) => [name, scene[name]]))
    return {
      id,
      title: title.en,
      // One line each, so that a page can show either language and the model reads both.
      text: [text.en, title.zh, text.zh].join('\n'),
      image: `images/${id}.svg`,
      ...medium.address,
      attributes: { ...facts, ...medium.attributes },
      popularity: popularityOf(scene),
      ...(likes.has(id) ? { likesByPeriod: likes.get(id) } : {}),
      relations: ties.get(id),
      addedAt: LAST_DAY - ((seed * 7919) % 540) * DAY,
    }
  })
}

/** Titles and captions of the seeds 0 to `count - 1` in every language: `[title, caption]` by seed. */
export function writeLanguages(count) {
  const texts = Array.from({ length: count }, (_, seed) => writeTexts(createScene(seed)))
  return LANGUAGES.map((language) => ({
    language,
    texts: texts.map(({ [language]: { title, caption } }) => [title, caption]),
  }))
}

/** Every facet with its values and how many items have them, the most frequent first. */
export function countFacets(items) {
  return FACETS.map((attribute) => {
    const counts = new Map()
    for (const { attributes } of items) counts.set(attributes[attribute], (counts.get(attributes[attribute]) ?? 0) + 1)
    const values = [...counts].map(([value, count]) => ({ value, count }))
    return { attribute, values: values.sort((a, b) => b.count - a.count || a.value.localeCompare(b.value)) }
  })
}
