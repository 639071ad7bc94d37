import type { Evidence, Profile } from '../profile/profile.js'
import { createRandom, type Random } from '../random.js'

export interface InContextInput {
  readonly profile: Profile
  /** Circumstances now, as `name:value` labels. */
  readonly now: readonly string[]
  /** How alike two items are; undefined if one of them is not known. */
  readonly similarity: (itemId: string, otherItemId: string) => number | undefined
}

/** What one kind of circumstances does to a profile. */
export interface ContextEffect {
  /** Such as `hour`. */
  readonly name: string
  /** How many standard deviations likes in the same circumstances are more alike than they would be by chance. */
  readonly surprise: number
  /** How far evidence from other circumstances is left out now, in [0, 1). */
  readonly strength: number
}

/** Surprise up to which circumstances are taken to mean nothing. */
const CHANCE = 2
/** Evidence in these circumstances at which they have half of their effect. */
const HALF_EVIDENCE = 5
/** Entries that are compared with each other, the newest. */
const MOST_COMPARED = 80
/** Orders in which labels are dealt out again, to see what chance does. */
const SHUFFLES = 40
/** With fewer pairs than this nothing can be said. */
const FEWEST_PAIRS = 6

/**
 * The profile as it counts in these circumstances: what was liked in others counts less, as far as this person's likes really
 * differ between them. Whether they do is tested on the person's own log, against the same labels dealt out by chance (a
 * permutation test: Good 2005); up to two standard deviations nothing changes at all, so that thin or meaningless
 * circumstances cannot hurt. The sum of positive evidence stays the same.
 */
export function inContext(input: InContextInput): {
  readonly profile: Profile
  readonly effects: readonly ContextEffect[]
} {
  const { profile, now } = input
  const factors = new Float64Array(profile.evidence.length).fill(1)
  const effects = now.map((label): ContextEffect => {
    const name = nameOf(label)
    const labelled = profile.evidence.filter((entry) => entry.weight > 0 && labelIn(entry, name) !== undefined)
    const surprise = surpriseOf(labelled.slice(-MOST_COMPARED), name, input.similarity)
    const here = labelled.reduce(
      (sum, entry) => sum + (labelIn(entry, name) === label ? Math.min(1, entry.weight) : 0),
      0,
    )
    const trust = surprise > CHANCE ? 1 - (CHANCE / surprise) ** 2 : 0
    const strength = (trust * here) / (here + HALF_EVIDENCE)
    profile.evidence.forEach((entry, k) => {
      const own = labelIn(entry, name)
      if (entry.weight > 0 && own !== undefined && own !== label) factors[k] = (factors[k] as number) * (1 - strength)
    })
    return { name, surprise, strength }
  })
  return { profile: rescaled(profile, factors), effects }
}

function rescaled(profile: Profile, factors: Float64Array): Profile {
  if (factors.every((factor) => factor === 1)) return profile
  const positive = (of: (k: number) => number) =>
    profile.evidence.reduce((sum, { weight }, k) => sum + (weight > 0 ? weight * of(k) : 0), 0)
  const scale = positive(() => 1) / positive((k) => factors[k] as number)
  const evidence = profile.evidence.map((entry, k) =>
    entry.weight > 0 ? { ...entry, weight: entry.weight * (factors[k] as number) * scale } : entry,
  )
  return { ...profile, evidence }
}

/** How much more alike entries with the same label are than with labels dealt out by chance, in standard deviations. */
function surpriseOf(entries: readonly Evidence[], name: string, similarity: InContextInput['similarity']): number {
  const labels = entries.map((entry) => labelIn(entry, name))
  const pairs: { readonly a: number; readonly b: number; readonly alike: number }[] = []
  for (let a = 0; a < entries.length; a += 1) {
    for (let b = a + 1; b < entries.length; b += 1) {
      const [left, right] = [entries[a]?.itemId ?? '', entries[b]?.itemId ?? '']
      const alike = left === right ? undefined : similarity(left, right)
      if (alike !== undefined) pairs.push({ a, b, alike })
    }
  }
  if (pairs.length < FEWEST_PAIRS || new Set(labels).size < 2) return 0
  const within = (of: readonly (string | undefined)[]) => {
    let [sum, count] = [0, 0]
    for (const { a, b, alike } of pairs) {
      if (of[a] !== of[b]) continue
      sum += alike
      count += 1
    }
    return count === 0 ? 0 : sum / count
  }
  const random = createRandom(entries.length)
  const chances = Array.from({ length: SHUFFLES }, () => within(shuffled(labels, random)))
  const mean = chances.reduce((sum, value) => sum + value, 0) / SHUFFLES
  const deviation = Math.sqrt(chances.reduce((sum, value) => sum + (value - mean) ** 2, 0) / SHUFFLES)
  return deviation > 0 ? (within(labels) - mean) / deviation : 0
}

/** Fisher and Yates. */
function shuffled<T>(values: readonly T[], random: Random): T[] {
  const out = [...values]
  for (let k = out.length - 1; k > 0; k -= 1) {
    const other = Math.floor(random() * (k + 1))
    const kept = out[k] as T
    out[k] = out[other] as T
    out[other] = kept
  }
  return out
}

function labelIn({ context }: Evidence, name: string): string | undefined {
  return context?.find((label) => nameOf(label) === name)
}

function nameOf(label: string): string {
  return label.slice(0, label.indexOf(':'))
}
