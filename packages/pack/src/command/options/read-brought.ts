import { readFile } from 'node:fs/promises'
import { MODALITIES, pipelineConstants } from '@locavore/core'
import type { BroughtOptions, VectorSource } from '../../bring/bring-options.js'
import type { AssembleOptions } from '../../build/build-options.js'
import { reasonOf, refused } from '../../failure.js'
import type { Values } from './read-options.js'
import { readPairs } from './read-pairs.js'

/** `image=folder`, as often as there are modalities. @throws LocavoreError `invalid-argument` */
export function readVectorSources(values: Values): { readonly vectors?: readonly VectorSource[] } {
  const { vectors, 'vector-space': space, 'vector-columns': columns } = values
  if (vectors === undefined) return {}
  const sources = vectors.map((words): VectorSource => {
    const at = words.indexOf('=')
    const modality = MODALITIES.find((known) => known === words.slice(0, at))
    if (modality === undefined || at + 1 >= words.length) {
      throw refused(`--vectors "${words}" is not modality=folder with a modality of ${MODALITIES.join(', ')}.`)
    }
    return {
      modality,
      paths: [words.slice(at + 1)],
      ...(space === undefined ? {} : { space }),
      ...(columns === undefined ? {} : { columns: readPairs('--vector-columns', columns, ['id', 'vector']) }),
    }
  })
  return { vectors: sources }
}

/** @throws LocavoreError `invalid-argument` */
export async function readBrought(values: Values): Promise<Pick<AssembleOptions, 'brought'>> {
  const { factors, neighbours, constants, 'factor-ids': labels } = values
  const { 'factor-columns': factorColumns, 'neighbour-columns': pairColumns } = values
  if (factors === undefined && neighbours === undefined) return {}
  const brought: BroughtOptions = {
    ...(factors === undefined
      ? {}
      : {
          factors: {
            path: factors,
            ...(labels === undefined ? {} : { labels }),
            ...(factorColumns === undefined
              ? {}
              : { columns: readPairs('--factor-columns', factorColumns, ['id', 'features']) }),
          },
        }),
    ...(neighbours === undefined
      ? {}
      : {
          neighbours: {
            paths: neighbours,
            ...(values['least-people'] === undefined ? {} : { leastPeople: Number(values['least-people']) }),
            ...(pairColumns === undefined
              ? {}
              : { columns: readPairs('--neighbour-columns', pairColumns, ['item', 'neighbour', 'weight', 'people']) }),
          },
        }),
    ...(constants === undefined ? {} : { constants: await readConstants(constants) }),
  }
  return { brought }
}

async function readConstants(path: string): Promise<NonNullable<BroughtOptions['constants']>> {
  try {
    const given = JSON.parse(await readFile(path, 'utf8'))
    pipelineConstants(given)
    return given
  } catch (thrown) {
    throw refused(`${path} holds no constants of the score: ${reasonOf(thrown)}`, thrown)
  }
}
