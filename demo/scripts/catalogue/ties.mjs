/**
 * Ties between postcards, as a publisher who knows them would state them: those of one place in the same colours are a series, and each
 * goes with the next of its colours and season from another place.
 *
 * @param listed `{ id, scene }`
 * @returns `id -> relations`
 */
export function tieScenes(listed) {
  const pendants = findPendants(listed)
  return new Map(
    listed.map(({ id, scene: { place, palette } }) => {
      const pendant = pendants.get(id)
      const series = { type: 'part-of', itemId: `series-${place}-${palette}` }
      return [id, pendant === undefined ? [series] : [series, { type: 'complement', itemId: pendant }]]
    }),
  )
}

function findPendants(listed) {
  const groups = groupBy(listed, keyOf)
  const pendants = new Map()
  for (const group of groups.values()) {
    group.forEach(({ id, scene }, at) => {
      const others = [...group.slice(at + 1), ...group.slice(0, at)]
      const pendant = others.find((other) => other.scene.place !== scene.place)
      if (pendant !== undefined) pendants.set(id, pendant.id)
    })
  }
  return pendants
}

const keyOf = ({ scene: { palette, season } }) => `${palette} ${season}`

function groupBy(listed, key) {
  const groups = new Map()
  for (const each of listed) groups.set(key(each), [...(groups.get(key(each)) ?? []), each])
  return groups
}
