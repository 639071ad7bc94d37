import type { TextTower } from '../model-manifest.js'

/** Texts as one batch. Every list is `[rows * tokens]`, row by row, under the name of its input. */
export interface TextRows {
  readonly rows: number
  readonly tokens: number
  readonly inputs: Readonly<Record<string, BigInt64Array<ArrayBuffer>>>
}

/** Pads the ids of each text at the end: to the longest of the batch, or to what the tower always reads. */
export function writeTextRows(
  tower: Pick<TextTower, 'inputs' | 'padTokenId' | 'padTo'>,
  texts: readonly (readonly number[])[],
): TextRows {
  const tokens = tower.padTo ?? Math.max(...texts.map((ids) => ids.length))
  const ids = new BigInt64Array(texts.length * tokens).fill(BigInt(tower.padTokenId))
  const mask = new BigInt64Array(texts.length * tokens)
  texts.forEach((text, row) => {
    text.slice(0, tokens).forEach((id, at) => {
      ids[row * tokens + at] = BigInt(id)
      mask[row * tokens + at] = 1n
    })
  })
  const { inputs } = tower
  return {
    rows: texts.length,
    tokens,
    inputs: {
      [inputs.ids]: ids,
      ...(inputs.mask === undefined ? {} : { [inputs.mask]: mask }),
      // One text at a time has one type throughout: 0.
      ...(inputs.types === undefined ? {} : { [inputs.types]: new BigInt64Array(ids.length) }),
    },
  }
}
