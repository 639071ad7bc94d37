/** Pictures of `fixtures/pictures`; beside each stands what Chromium makes of it, as `<name>.seen.png`. */
export const GOLDEN_PICTURES = [
  'large.jpg',
  'usual.jpg',
  'turned.jpg',
  'progressive.jpg',
  'see-through.png',
  'small.png',
  'flat.png',
  'lossy.webp',
] as const

/** How far two pictures of one size lie apart. */
export function apart(one: ArrayLike<number>, other: ArrayLike<number>) {
  let [most, count] = [0, 0]
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const distance = Math.abs((one[at] ?? 999) - (other[at] ?? -999))
    if (distance > 0) count += 1
    most = Math.max(most, distance)
  }
  return { most, share: count / one.length }
}
