import { actOn, createPerson } from '@locavore/postcards'

const PEOPLE = 2500
/** Postcards that each of them is shown, in an order of their own. */
const SHOWN = 240
/** Stretches of time that the likes are counted in; everybody acts within one. */
export const PERIODS = 4
/** What people like lately, so that something is liked more than usual: most who like rainbows came in the last stretch. */
const LATELY = 'after-the-rain'
/** As `locavore-pack` has it: no count is published that fewer people stand behind. */
export const LEAST_PEOPLE = 20

/** Numbers in [0, 1) that follow from a seed alone. */
function numbersFrom(seed) {
  let state = (seed * 2_654_435_761 + 1) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function periodOf(person, seed) {
  const lately = person.tastes.some(({ taste }) => taste.name === LATELY) && seed % 3 > 0
  return lately ? PERIODS - 1 : seed % PERIODS
}

/** Some of the postcards, shuffled. */
function drawFrom(listed, random) {
  const left = [...listed]
  return Array.from({ length: Math.min(SHOWN, listed.length) }, () => {
    const at = Math.floor(random() * left.length)
    const [drawn] = left.splice(at, 1, left.at(-1))
    left.pop()
    return drawn
  })
}

/**
 * What simulated people liked of some postcards. Nobody real was watched: the demo says so wherever it shows what "others" like.
 *
 * @param listed `{ id, scene }`
 * @returns `{ person, period, items }`, the ids in the order they were liked in
 */
export function simulateCrowd(listed) {
  return Array.from({ length: PEOPLE }, (_, seed) => {
    // Seeds apart from those that the popularity is made of.
    const person = createPerson(100_000 + seed, { positionBias: 0 })
    const random = numbersFrom(seed)
    const items = actOn(person, drawFrom(listed, random), random)
      .filter(({ type }) => type === 'like' || type === 'save')
      .map(({ itemId }) => itemId)
    return { person: seed, period: periodOf(person, seed), items }
  })
}

/**
 * Likes of each postcard in each period, oldest first: `id -> counts`. One that few people stand behind in some period is left out:
 * with a 0 in its place, the next period would look like a trend.
 */
export function countByPeriod(crowd) {
  const counts = new Map()
  for (const { period, items } of crowd) {
    for (const id of items) {
      const own = counts.get(id) ?? Array.from({ length: PERIODS }, () => 0)
      own[period] += 1
      counts.set(id, own)
    }
  }
  return new Map([...counts].filter(([, own]) => own.every((count) => count >= LEAST_PEOPLE)))
}
