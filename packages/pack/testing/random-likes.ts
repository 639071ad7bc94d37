import { createRandom } from '@locavore/core'

/**
 * Likes of made people with hidden tastes, as `person,item` rows: items lie in clusters, people like mostly those of one or
 * two, and popular ones more often. Log-normal activity, as recorded people have.
 */
export function* randomLikes(
  people: number,
  items: number,
  meanLikes: number,
  seed: number,
): Generator<[number, number]> {
  const random = createRandom(seed)
  const clusters = 20
  for (let person = 0; person < people; person += 1) {
    const tastes = [Math.floor(random() * clusters), Math.floor(random() * clusters)]
    // Mean of exp(x - 1/2) is 1 for a standard normal x; a sum of uniforms is near enough to one.
    let normal = -6
    for (let draw = 0; draw < 12; draw += 1) normal += random()
    const count = Math.max(3, Math.min(items >> 1, Math.round(meanLikes * Math.exp(normal - 0.5))))
    const own = new Set<number>()
    for (let tries = 0; own.size < count && tries < 20 * count; tries += 1) {
      const popular = Math.floor(items * random() ** 2.5)
      const taste = tastes[random() < 0.7 ? 0 : 1] ?? 0
      if (popular % clusters === taste || random() < 0.15) own.add(popular)
    }
    for (const item of own) yield [person, item]
  }
}
