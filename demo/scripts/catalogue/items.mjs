import { affinity, createPerson, createPostcard, createScene, drawPicture } from '@locavore/postcards'

/** Attributes of the hidden scene that a person may filter by. */
export const FACETS = ['place', 'weather', 'hour', 'season', 'subject', 'mood', 'style']

const PEOPLE = 60
const DAY = 86_400_000
/** A fixed day, so that the same inputs give the same bytes. */
const LAST_DAY = Date.UTC(2026, 5, 1)

/** How many of some simulated people would like a scene, times a few: a plausible long tail. */
function createPopularity() {
  const people = Array.from({ length: PEOPLE }, (_, seed) => createPerson(seed))
  return (scene) => {
    const warmth = people.map((person) => affinity(person, scene)).filter((each) => each > 0.5)
    const sum = warmth.reduce((total, each) => total + each, 0)
    const luck = ((scene.seed * 2_654_435_761) >>> 0) / 2 ** 32
    return Math.round(sum * 3 + 220 * luck ** 6)
  }
}

/** Postcards with the seeds 0 to `count - 1`, as catalogue items with their pictures. */
export function makeItems(count) {
  const popularityOf = createPopularity()
  return Array.from({ length: count }, (_, seed) => {
    const { id, scene, title, text } = createPostcard(seed)
    const attributes = Object.fromEntries(FACETS.map((name) => [name, scene[name]]))
    return {
      picture: drawPicture(createScene(seed)),
      item: {
        id,
        title: title.en,
        // One line each, so that a page can show either language and the model reads both.
        text: [text.en, title.zh, text.zh].join('\n'),
        image: `images/${id}.svg`,
        attributes,
        popularity: popularityOf(scene),
        addedAt: LAST_DAY - ((seed * 7919) % 540) * DAY,
      },
    }
  })
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
