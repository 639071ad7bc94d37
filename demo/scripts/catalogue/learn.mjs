import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FaultList } from '../../../packages/pack/dist/items/bad-rows.js'
import { learn } from '../../../packages/pack/dist/learn/learn.js'
import { LEAST_PEOPLE } from './crowd.mjs'

/**
 * Content against what others like, in units of their spread: between the library's 0.2, where compound tastes fill a tenth fewer places
 * than by content alone, and 1, where all of it together outweighs what a person asks for in words.
 */
const CONTENT_WEIGHT = 0.4

/** Enough for the tastes that the simulated people have, and quick to make and to fetch. */
const SMALL = { factorDimensions: 16, sweeps: 8, weightsPerItem: 24 }

/**
 * Learns from the likes of simulated people as `locavore-pack build --interactions` does, with its threshold of people.
 *
 * @param pack as `writePack` made it, without anything learnt
 * @returns `{ shard, shared, learnt }` for `writePack`, which it adds to its only shard and to the whole
 */
export async function learnFrom(crowd, pack) {
  const folder = mkdtempSync(join(tmpdir(), 'postcards-learn-'))
  try {
    for (const [path, bytes] of pack.files) writeFileSync(join(folder, path), bytes)
    const interactions = join(folder, 'interactions.jsonl')
    const lines = crowd.flatMap(({ person, items }) =>
      items.map((item) => JSON.stringify({ person: `p${person}`, item })),
    )
    writeFileSync(interactions, lines.join('\n'))
    const { manifest } = pack
    const made = await learn(
      { paths: [interactions], leastPeople: LEAST_PEOPLE, ...SMALL },
      {
        shards: manifest.shards.map((shard) => ({ shard, folder })),
        spaces: manifest.spaces,
        folder,
        faults: new FaultList({ strict: true, log: undefined, onFault: undefined }),
        signal: undefined,
        onProgress: () => undefined,
        onNote: undefined,
      },
    )
    return tablesOf(made, manifest.itemCount)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function tablesOf({ factors, weights, shared, constants, evidence }, rows) {
  const { dimensions, codes } = factors
  return {
    shard: { factors: { rows, dimensions, values: codes }, weights },
    shared,
    learnt: {
      factorDimensions: dimensions,
      constants: { ...constants, beta: CONTENT_WEIGHT },
      evidence,
    },
  }
}
