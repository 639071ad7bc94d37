import { LocavoreError } from '../errors.js'
import { type WeightedEvidence, weighEvidence } from '../profile/decay.js'
import type { Profile } from '../profile/profile.js'
import type { Modality } from '../types.js'
import { mapCentred, type SpaceMap } from './space-map.js'

/** One thing the person did in another catalogue, as vectors of this one's space. */
export interface ElsewhereEvidence {
  readonly evidence: WeightedEvidence
  readonly title?: string
  readonly vectors: Readonly<Partial<Record<Modality, ElsewhereVector>>>
}

export interface ElsewhereVector {
  readonly vector: Float32Array
  /** Whether its medium's mean is taken away already, as a map does. */
  readonly centred: boolean
}

export interface Domain {
  /** The other catalogue's name, as the site calls it: said in reasons. */
  readonly name: string
  readonly profile: Profile
  /** Id of the space of its vectors. */
  readonly spaceId: string
  /** Vectors of an item, by medium; empty for what is unknown. */
  readonly vectorsOf: (itemId: string) => Readonly<Partial<Record<Modality, ArrayLike<number>>>>
  readonly titleOf: (itemId: string) => string | undefined
  /** From its space to this one's; not needed where both are the same. */
  readonly spaceMap?: SpaceMap
}

/** Pieces of evidence of another catalogue that reach a score, the weightiest first: each costs a scan. */
export const MOST_ELSEWHERE = 60

/**
 * What a profile of another catalogue says here. Things without vectors, or in media that the map does not lead from, are left out.
 * @param spaceId of the catalogue that is ranked.
 * @throws `space-mismatch` if the map does not lead from the one space to the other, or none is given between two.
 */
export function fromElsewhere(domain: Domain, spaceId: string): ElsewhereEvidence[] {
  const { name, profile, spaceMap, vectorsOf, titleOf } = domain
  refuseOtherSpaces(domain, spaceId)
  const strongest = [...weighEvidence(profile)]
    .sort((a, b) => Math.abs(b.currentWeight) - Math.abs(a.currentWeight) || b.sequence - a.sequence)
    .slice(0, MOST_ELSEWHERE)
  return strongest.flatMap((evidence) => {
    const vectors = readHere(vectorsOf(evidence.itemId), spaceMap)
    if (Object.keys(vectors).length === 0) return []
    const title = titleOf(evidence.itemId)
    return [{ evidence: { ...evidence, domain: name }, vectors, ...(title === undefined ? {} : { title }) }]
  })
}

/** Of several media that lead to one, the mean. */
function readHere(
  vectors: Readonly<Partial<Record<Modality, ArrayLike<number>>>>,
  spaceMap: SpaceMap | undefined,
): ElsewhereEvidence['vectors'] {
  const out: Partial<Record<Modality, ElsewhereVector>> = {}
  if (spaceMap === undefined) {
    for (const [modality, vector] of Object.entries(vectors) as [Modality, ArrayLike<number>][]) {
      out[modality] = { vector: Float32Array.from(vector), centred: false }
    }
    return out
  }
  for (const map of spaceMap.maps) {
    const vector = vectors[map.from]
    if (vector === undefined) continue
    const mapped = mapCentred(map, vector)
    const other = out[map.to]?.vector
    other?.forEach((value, d) => {
      mapped[d] = (mapped[d] as number) + value
    })
    out[map.to] = { vector: mapped, centred: true }
  }
  return out
}

function refuseOtherSpaces({ name, spaceId: from, spaceMap }: Domain, to: string): void {
  if (spaceMap === undefined ? from === to : spaceMap.from === from && spaceMap.to === to) return
  const given =
    spaceMap === undefined ? 'no map was given' : `the map leads from "${spaceMap.from}" to "${spaceMap.to}"`
  throw new LocavoreError(
    'space-mismatch',
    `What was done in "${name}" lies in the space "${from}" and this catalogue in "${to}", but ${given}. Fit one with fitSpaceMap.`,
  )
}
