import { clipEvents, createScene, PLACES, soundEvents, WEATHERS } from '@locavore/postcards'

const SOUNDS = 96
const CLIPS = 48

/** Pairs of place and weather along diagonals, so that the first few dozen hold every place and every weather. */
const PAIRS = WEATHERS.flatMap((_, turn) =>
  PLACES.map((place, at) => `${place} ${WEATHERS[(at + turn) % WEATHERS.length]}`),
)

/** One scene of every pair, then the next of every pair, so that no medium belongs to a few places only. */
function spread(scenes) {
  const byPair = new Map(PAIRS.map((pair) => [pair, []]))
  for (const scene of scenes) byPair.get(`${scene.place} ${scene.weather}`).push(scene)
  const rounds = Math.max(...[...byPair.values()].map(({ length }) => length))
  return Array.from({ length: rounds }, (_, round) =>
    [...byPair.values()].flatMap((some) => (some[round] === undefined ? [] : [some[round]])),
  ).flat()
}

/** Scenes in which something happens come first: a time line of them has something to show. */
const eventful = (scenes, eventsOf) => [
  ...scenes.filter((scene) => eventsOf(scene).length > 0),
  ...scenes.filter((scene) => eventsOf(scene).length === 0),
]

const seedsOf = (scenes) => new Set(scenes.map(({ seed }) => seed))

/**
 * Which of the seeds 0 to `count - 1` have a sound, and which others have a clip. The same for the same arguments.
 *
 * @param popularityOf of several that would do, the most popular is chosen: a first visit then meets all media
 */
export function chooseMedia(count, popularityOf) {
  const popularity = Array.from({ length: count }, (_, seed) => popularityOf(createScene(seed)))
  const scenes = Array.from({ length: count }, (_, seed) => createScene(seed))
  scenes.sort((a, b) => popularity[b.seed] - popularity[a.seed])
  const clips = seedsOf(spread(eventful(scenes, clipEvents)).slice(0, CLIPS))
  const rest = scenes.filter(({ seed }) => !clips.has(seed))
  return { clips, sounds: seedsOf(spread(eventful(rest, soundEvents)).slice(0, SOUNDS)) }
}
