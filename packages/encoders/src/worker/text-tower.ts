import { type InferenceSession, Tensor } from '#onnxruntime'
import type { TextTower } from '../shared/model-manifest.js'
import { poolRows } from '../shared/text/pool-rows.js'
import { writeTextRows } from '../shared/text/text-rows.js'
import { TextNetwork } from './network/text-network.js'
import { runSession } from './runtime.js'

/** Texts per run: no more are padded to the longest of them than a run needs to be worth its while. */
const TEXTS_PER_RUN = 8

/** Ids of texts, in any order. @returns `[rows, dimensions]`, pooled where the tower answers per token */
export type RunTexts = (texts: readonly (readonly number[])[]) => Promise<Float32Array>

/** In batches of like lengths, because what is padded costs as much as what is read. */
export function byLength(run: RunTexts): RunTexts {
  return async (rows) => {
    const order = rows.map((_, index) => index).sort((a, b) => (rows[a]?.length ?? 0) - (rows[b]?.length ?? 0))
    let vectors = new Float32Array(0)
    for (let start = 0; start < order.length; start += TEXTS_PER_RUN) {
      const group = order.slice(start, start + TEXTS_PER_RUN)
      const some = await run(group.map((index) => rows[index] ?? []))
      const dimensions = some.length / group.length
      if (start === 0) vectors = new Float32Array(rows.length * dimensions)
      for (const [at, index] of group.entries())
        vectors.set(some.subarray(at * dimensions, (at + 1) * dimensions), index * dimensions)
    }
    return vectors
  }
}

/** By the runtime, which takes any model: all of them as one batch, in their order. */
export function textsInSession(session: InferenceSession, tower: TextTower): RunTexts {
  return async (texts) => {
    const { rows, tokens, inputs } = writeTextRows(tower, texts)
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, values]) => [name, new Tensor('int64', values, [rows, tokens])]),
    )
    const answer = await runSession(session, feeds, tower.output)
    if (tower.pooling === undefined) return answer
    return poolRows(
      answer,
      texts.map((ids) => ids.length),
      tokens,
      tower.pooling,
    )
  }
}

/** By the kernel for quantised transformers. @returns undefined where it cannot serve this model on this device */
export async function textsInNetwork(model: Uint8Array, tower: TextTower): Promise<RunTexts | undefined> {
  const network = await TextNetwork.open(model, tower)
  return network && (async (texts) => network.run(texts))
}
