import { LocavoreError } from '@locavore/core'
import { openTextNetwork } from '@locavore/encoders/networks'
import { createTokeniser, normaliseText } from '@locavore/encoders/towers'
import { runTexts } from '@locavore/models/run'
import type { ModelFiles } from '../open-model.js'
import { checkGolden } from './golden-check.js'
import { type EncodingTower, noTower, openInRuntime, readTower, usable } from './open-tower.js'

/** @throws LocavoreError `unsupported-media`, `model-invalid`, `integrity-mismatch`, `self-check-failed` */
export async function openTexts(files: ModelFiles): Promise<EncodingTower<string>> {
  const { manifest, golden, variant, read } = files
  const tower = manifest.towers.text ?? noTower('texts')
  const [tokenizer, config] = [await read(tower.tokenizer), await read(tower.tokenizerConfig)].map(String)
  const tokenise = createTokeniser(tokenizer ?? '', config ?? '', tower)
  const isSame = golden.text.every(({ input, ids }) => tokenise(input).join() === ids.join())
  if (!isSame) throw new LocavoreError('self-check-failed', 'The tokenizer splits a golden text differently.')
  const idsOf = (words: string) => tokenise(normaliseText(words))
  const file = await readTower(files, tower)
  const network = await openTextNetwork({ ...file, variant, golden }, tower, tokenise)
  if (network !== undefined) {
    return { by: 'kernel', encode: async (words) => usable(network(idsOf(words))), close: async () => {} }
  }
  const golds = golden.text.map(({ ids }) => ids)
  const open = await openInRuntime(file, async (opened) => {
    checkGolden('text', await runTexts(opened, tower, golds), golden.outputs[variant]?.text)
  })
  const encode = async (words: string) => usable((await runTexts(open, tower, [idsOf(words)]))[0])
  return { by: 'runtime', encode, close: () => open.close() }
}
