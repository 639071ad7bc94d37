import { setImmediate } from 'node:timers/promises'
import type { PipelineConstants } from '@locavore/core'
import { readIds } from '../build/assemble.js'
import { checkAborted } from '../failure.js'
import type { LearnWork } from '../learn/learn.js'
import type { Learnt } from '../learn/learnt.js'
import { roundFactors } from '../learn/round-factors.js'
import { contentMeans, learnContentMap, MOST_MAPPED } from '../learn/solve/content.js'
import { bringFactors, type RowsOptions } from './bring-factors.js'
import { bringNeighbours } from './bring-neighbours.js'
import type { BroughtOptions, FactorSource } from './bring-options.js'

/** How much an item that an engine learnt counts for the content map, in people: how many there were is not known. */
const LIKES = 100

/** What an engine learnt, in the form of a pack. @throws LocavoreError `invalid-argument`, `aborted` */
export async function bringLearnt(brought: BroughtOptions, work: LearnWork): Promise<Learnt> {
  const { factors, neighbours, constants } = brought
  const ids = await readIds(work.shards)
  const rowOf = new Map(ids.flatMap((id, row) => (id === undefined ? [] : [[id, row] as const])))
  const options: RowsOptions = { ...work, rowOf, rows: ids.length }
  work.onProgress({ phase: 'learn', done: 0, total: 2, note: 'factors and neighbours of another engine' })
  const weights = neighbours === undefined ? {} : { weights: await bringNeighbours(neighbours, options) }
  work.onProgress({ phase: 'learn', done: 1, total: 2 })
  const learnt = factors === undefined ? {} : await withFactors(factors, options, work)
  work.onProgress({ phase: 'learn', done: 2, total: 2 })
  return {
    ...learnt,
    ...weights,
    ...(constants === undefined ? {} : { constants: constants as Partial<PipelineConstants> }),
  }
}

async function withFactors(source: FactorSource, options: RowsOptions, work: LearnWork): Promise<Learnt> {
  const { dimensions, values, present } = await bringFactors(source, options)
  const { codes, scales, model } = roundFactors(values, present, dimensions)
  const live = new Set(options.rowOf.values())
  const means = await contentMeans(work.shards, work.spaces, (row) => live.has(row))
  const known = Array.from(present.keys()).filter((row) => present[row] === 1)
  const step = Math.max(1, known.length / MOST_MAPPED)
  const learnFrom = Array.from({ length: Math.min(known.length, MOST_MAPPED) }, (_, index) => ({
    row: known[Math.floor(index * step)] as number,
    likes: LIKES,
  }))
  const contentMap = await learnContentMap({
    ...work,
    means,
    learnFrom,
    factors: values,
    dimensions,
    onBlock: async () => {
      await setImmediate()
      checkAborted(work.signal)
    },
  })
  const map = contentMap === undefined ? {} : { contentMap }
  return {
    factors: { dimensions, codes },
    shared: { factorScales: scales, factorGram: model.gram, contentMeans: means, ...map },
  }
}
