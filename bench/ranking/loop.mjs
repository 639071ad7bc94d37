/**
 * The loop one would write with care: the person as the mean of their likes, the filter asked, every item that passes compared
 * by float32 numbers, the best held by insertion, which is as fast as any heap for a page.
 * @returns makes the list of one person, of items that `passes` lets through
 */
export function naiveLoop(random, { items, dimensions, likes, page }) {
  const count = items.length
  const vectors = new Float32Array(count * dimensions)
  for (let at = 0; at < vectors.length; at += 1) vectors[at] = random() - 0.5
  return (passes) => {
    const person = meanOfSome(random, vectors, { count, dimensions, likes })
    const best = []
    for (let row = 0; row < count; row += 1) {
      if (passes !== undefined && !passes(items[row])) continue
      let score = 0
      for (let d = 0, at = row * dimensions; d < dimensions; d += 1, at += 1) score += vectors[at] * person[d]
      if (best.length === page && score <= best[page - 1].score) continue
      let place = best.length
      while (place > 0 && best[place - 1].score < score) place -= 1
      best.splice(place, 0, { item: items[row], score })
      if (best.length > page) best.pop()
    }
    return best
  }
}

function meanOfSome(random, vectors, { count, dimensions, likes }) {
  const mean = new Float32Array(dimensions)
  for (let k = 0; k < likes; k += 1) {
    const at = Math.floor(random() * count) * dimensions
    for (let d = 0; d < dimensions; d += 1) mean[d] += vectors[at + d] / likes
  }
  return mean
}
