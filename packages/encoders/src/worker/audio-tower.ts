import { type InferenceSession, Tensor } from '#onnxruntime'
import type { WindowOutcome, WireSound } from '../shared/encoder-protocol.js'
import type { AudioTower } from '../shared/model-manifest.js'
import { type FrontEnd, type MelWindow, peakOf, SILENCE } from '../shared/sound/front-end.js'
import { windowPlan } from '../shared/sound/window-plan.js'
import type { TowerAnswer } from './image-tower.js'
import { runSessionFor } from './runtime.js'
import { unitVectorOf } from './unit-vector-of.js'

/** Windows of equal length as one batch. @returns `[rows, dimensions]`, and `[rows, steps, dimensions]` where wanted */
export async function runAudioTower(
  session: InferenceSession,
  tower: AudioTower,
  windows: readonly MelWindow[],
  parts: boolean,
): Promise<TowerAnswer> {
  const frames = windows[0]?.frames ?? 0
  const bands = tower.features.melBands
  const features = new Float32Array(windows.length * frames * bands)
  windows.forEach(({ mel }, row) => {
    features.set(mel, row * frames * bands)
  })
  const feeds = { [tower.input]: new Tensor('float32', features, [windows.length, 1, frames, bands]) }
  const outputs = parts && tower.steps !== undefined ? [tower.output, tower.steps.output] : [tower.output]
  const [vectors, steps] = await runSessionFor(session, feeds, outputs)
  return { vectors: vectors ?? new Float32Array(0), ...(steps === undefined ? {} : { parts: steps }) }
}

export interface SoundRun {
  readonly session: InferenceSession
  readonly tower: AudioTower
  readonly frontEnd: FrontEnd
  readonly dimensions: number
  readonly parts: boolean
}

/** Every window of a stretch of sound, in order. Those of equal length run together, and silence does not run at all. */
export async function encodeWindows({ samples, windows }: WireSound, run: SoundRun): Promise<WindowOutcome[]> {
  const { length, hop } = windowPlan(run.tower)
  const cuts = Array.from({ length: windows }, (_, index) => samples.subarray(index * hop, index * hop + length))
  const outcomes: WindowOutcome[] = cuts.map(() => ({ kind: 'silence' }))
  const byFrames = new Map<number, { index: number; window: MelWindow }[]>()
  for (const [index, cut] of cuts.entries()) {
    if (peakOf(cut) < SILENCE) continue
    const window = run.frontEnd(cut)
    byFrames.set(window.frames, [...(byFrames.get(window.frames) ?? []), { index, window }])
  }
  for (const group of byFrames.values()) {
    const mels = group.map(({ window }) => window)
    const answer = await runAudioTower(run.session, run.tower, mels, run.parts)
    for (const [row, { index }] of group.entries()) outcomes[index] = windowOutcome(answer, row, run)
  }
  return outcomes
}

function windowOutcome({ vectors, parts }: TowerAnswer, row: number, { dimensions, tower }: SoundRun): WindowOutcome {
  const vector = unitVectorOf(vectors, row, dimensions)
  if (parts === undefined || tower.steps === undefined) return { kind: 'vector', vector }
  const each = parts.length / (vectors.length / dimensions)
  return { kind: 'vector', vector, parts: parts.slice(row * each, (row + 1) * each) }
}
