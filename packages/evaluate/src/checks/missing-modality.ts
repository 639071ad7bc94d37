import { ContentTable, likedHistory, ndcgAt, type Signal, standardise } from '@locavore/core'
import { topItems } from '../measure/run.js'
import { cosineToMean } from '../methods/baselines.js'
import { centre, MISSING_MODALITY, type ModalityVectors, type PackContent } from '../pack/content.js'
import { candidatesOf, type Person } from '../pack/people.js'
import type { Pack } from '../pack/read-pack.js'
import { barsApply, type Check, type CheckContext, check } from './check.js'

/**
 * Q7: a third of the items lose one modality. Modalities are fused late: each is a sum of squared cosines to what was
 * liked, standardised, then added. An item without the modality takes the mean of those that have it (z = 0).
 * Also what taking the mean of a modality away is worth to the plainest score.
 */
export function missingModalityChecks({ pack, bootstrap }: CheckContext): Check[] {
  const { content } = pack
  const least = (value: number) => (barsApply({ pack }) ? { least: value } : undefined)
  const main = content?.modalities.find(({ name }) => name === MISSING_MODALITY)
  const checks: Check[] = []
  const mean = (modality: ModalityVectors, rows: Float32Array) => {
    const table = new ContentTable(rows, modality.dimensions)
    return measure(pack, (person, candidates) => cosineToMean(table, person.likes, candidates))
  }
  if (main?.raw !== undefined) {
    const ratio = bootstrap.ratio(mean(main, main.centred), mean(main, main.raw))
    checks.push(check('Q7', `NDCG@10, ${main.name} centred / raw`, ratio, least(1.4)))
  }
  if (content?.missing === undefined || main?.raw === undefined || content.modalities.length < 2) return checks
  const complete = lateTables(content, undefined)
  const lacking = lateTables(content, content.missing)
  const score = (tables: readonly LateTable[]) =>
    measure(pack, (person, candidates) => lateScore(tables, person, candidates))
  const kept = bootstrap.ratio(score(lacking), score(complete))
  checks.push(check('Q7', `NDCG@10, late fusion, part of ${main.name} missing / complete`, kept, least(0.8)))
  return checks
}

interface LateTable {
  readonly table: ContentTable
  /** `[items]`, 1 where the item has the modality; undefined: all have. */
  readonly present: Uint8Array | undefined
}

function lateTables(content: PackContent, missing: Int32Array | undefined): LateTable[] {
  return content.modalities.map(({ name, dimensions, raw, centred }) => {
    if (missing === undefined || name !== MISSING_MODALITY || raw === undefined) {
      return { table: new ContentTable(centred, dimensions), present: undefined }
    }
    const present = Uint8Array.from(missing, (flag) => 1 - flag)
    return { table: new ContentTable(centre(raw, dimensions, present), dimensions), present }
  })
}

function lateScore(tables: readonly LateTable[], { likes }: Person, candidates: Int32Array): Float64Array {
  const scores = new Float64Array(candidates.length)
  const { items } = likedHistory(likes, { halfLifeEvents: null, sessionLength: 0, sessionNeedsMoreThan: 0 })
  for (const { table, present } of tables) {
    const values = new Float64Array(candidates.length)
    for (const liked of items) {
      const cosines = table.cosines(liked)
      for (let j = 0; j < values.length; j += 1) {
        const cosine = cosines[candidates[j] as number] as number
        if (cosine > 0) values[j] = (values[j] as number) + cosine * cosine
      }
    }
    const known = present && Uint8Array.from(candidates, (item) => present[item] as number)
    const signal: Signal = { name: 'taste', weight: 1, values, ...(known === undefined ? {} : { known }) }
    standardise(signal).shares.forEach((share, j) => {
      scores[j] = (scores[j] as number) + share
    })
  }
  return scores
}

function measure(pack: Pack, score: (person: Person, candidates: Int32Array) => Float64Array): Float64Array {
  return Float64Array.from(
    pack.folds.flatMap(({ people }) =>
      people.map((person) => {
        const candidates = candidatesOf(person, pack.manifest.itemCount)
        return ndcgAt(10, topItems(score(person, candidates), candidates), person.targets)
      }),
    ),
  )
}
