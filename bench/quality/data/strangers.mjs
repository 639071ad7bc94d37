import { createRandom } from '@locavore/core'

const SEED = 7

/** `count` of a list, the same for the same list. */
export function sample(list, count) {
  const random = createRandom(SEED)
  return list
    .map((each) => ({ each, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ each }) => each)
}

/**
 * Things that are no postcards, for which no label of a postcard's attributes is right: photographs and emoji where they
 * were given, as pictures and as their names.
 *
 * @returns `{ image: (() => bytes)[], text: string[] }`
 */
export function chooseStrangers({ photographs, emoji }, count) {
  const rows = photographs.flatMap(({ rows: ofSet }) => ofSet)
  const each = rows.length > 0 && emoji.length > 0 ? Math.ceil(count / 2) : count
  const chosen = [...sample(rows, each), ...sample(emoji, each)]
  return {
    image: chosen.map(
      ({ bytes }) =>
        () =>
          bytes,
    ),
    text: chosen.map(({ label, names }) => label ?? names.en),
  }
}
