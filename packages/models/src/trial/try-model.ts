import { readFile } from 'node:fs/promises'
import { LocavoreError } from '@locavore/core'
import { createTokeniser, normaliseText } from '@locavore/encoders/towers'
import type { DescribedTowers } from '../describe/describe-model.js'
import { type Layout, towerPath } from '../describe/find-layout.js'
import type { PickedVariant, Variant } from '../describe/variants.js'
import type { FetchedFiles } from '../folder/fetch-model.js'
import type { GoldenInputs, Outputs, TowerName } from './golden-file.js'
import { GOLDEN_TEXTS, goldenPictures, goldenSounds } from './golden-inputs.js'
import { type OpenTower, openTower } from './open-session.js'
import { probePadding } from './probe-padding.js'
import { runPictures, runSounds, runTexts } from './run-towers.js'

export interface TrialProgress {
  readonly phase: 'try'
  readonly variant: string
  readonly tower: TowerName
}

export interface Tried {
  /** As described, and with the padding that was found by trying. */
  readonly towers: DescribedTowers
  readonly inputs: GoldenInputs
  readonly outputs: Outputs
}

export interface TrialOptions {
  readonly layout: Layout
  readonly signal: AbortSignal
  readonly onProgress?: (progress: TrialProgress) => void
}

/** The closer to what was trained, the surer is what is found by trying. */
const MOST_EXACT: readonly Variant[] = ['fp32', 'fp16', 'q8', 'uint8', 'int8', 'q4', 'q4f16', 'bnb4']
const isExact = (variant: Variant) => variant.startsWith('fp')

/**
 * Runs every tower of every variant once, on the same inputs.
 *
 * @throws LocavoreError `model-invalid` when the runtime cannot run a tower, `aborted`
 */
export async function tryModel(
  files: FetchedFiles,
  described: DescribedTowers,
  variants: readonly PickedVariant[],
  options: TrialOptions,
): Promise<Tried> {
  const inputs = await makeInputs(files, described)
  const texts = inputs.text.map(({ ids }) => ids)
  const outputs: Record<string, Partial<Record<TowerName, readonly Float32Array[]>>> = {}
  let towers = described
  const order = MOST_EXACT.filter((name) => variants.some(({ id }) => id === name))
  for (const variant of order) {
    const answers: Partial<Record<TowerName, readonly Float32Array[]>> = {}
    const run = async (tower: TowerName, use: (open: OpenTower) => Promise<readonly Float32Array[]>) => {
      answers[tower] = await runTower(files, tower, variant, options, use)
    }
    if (towers.text !== undefined) {
      await run('text', async (open) => {
        const text = await probePadding(open, towers.text ?? never(), texts, isExact(variant))
        towers = { ...towers, text }
        return runTexts(open, text, texts)
      })
    }
    const { image, audio } = towers
    if (image !== undefined) await run('image', (open) => runPictures(open, image, inputs.image))
    if (audio !== undefined) await run('audio', (open) => runSounds(open, audio, inputs.audio))
    outputs[variant] = answers
  }
  return { towers, inputs, outputs }
}

async function runTower(
  files: FetchedFiles,
  tower: TowerName,
  variant: Variant,
  { layout, signal, onProgress }: TrialOptions,
  use: (open: OpenTower) => Promise<readonly Float32Array[]>,
): Promise<readonly Float32Array[]> {
  if (signal.aborted)
    throw new LocavoreError('aborted', 'Stopped. What was fetched is kept: run the same again to go on.')
  onProgress?.({ phase: 'try', variant, tower })
  const path = towerPath(layout, tower, variant)
  const open = await openTower(await readFile(files.pathOf(path)), path)
  try {
    return await use(open)
  } finally {
    await open.close()
  }
}

async function makeInputs(files: FetchedFiles, { text, image, audio }: DescribedTowers): Promise<GoldenInputs> {
  return {
    text: text === undefined ? [] : await readTexts(files, text),
    image: image === undefined ? [] : goldenPictures(image),
    audio: audio === undefined ? [] : goldenSounds(audio.features.sampleRate),
  }
}

async function readTexts(
  files: FetchedFiles,
  text: NonNullable<DescribedTowers['text']>,
): Promise<GoldenInputs['text']> {
  const [tokenizer, config] = await Promise.all(
    [text.tokenizer, text.tokenizerConfig].map((path) => readFile(files.pathOf(path), 'utf8')),
  )
  const tokenise = createTokeniser(tokenizer ?? '', config ?? '', text)
  return GOLDEN_TEXTS.map((words) => {
    const input = normaliseText(words)
    const ids = tokenise(input)
    if (ids.length > 0 && ids.every((id) => Number.isSafeInteger(id) && id >= 0)) return { input, ids }
    throw new LocavoreError('model-invalid', 'The tokenizer of the model gives no ids. Choose another conversion.')
  })
}

function never(): never {
  throw new LocavoreError('internal', 'A tower was lost.')
}
