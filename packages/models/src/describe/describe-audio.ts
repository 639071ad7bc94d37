import type { AudioTower } from '@locavore/encoders/towers'
import { cannotUse, type Json, numberAt, textAt } from '../json.js'
import type { Graph } from '../onnx/graph.js'
import type { Architecture } from './architecture.js'
import { floatInput, floatOutput } from './ports.js'

export type DescribedAudio = Omit<AudioTower, 'files'>

/** CLAP: mel bands as librosa makes them, in decibels; windows of ten seconds; short sounds again and again. */
export function describeAudio(architecture: Architecture, graph: Graph, preprocessor: Json): DescribedAudio {
  const advice = 'Choose an unfused CLAP, as Xenova/clap-htsat-unfused.'
  const input = floatInput(graph, 'input_features', 'sound', advice)
  const output = floatOutput(graph, architecture.outputs.audio, 'sound')
  const [truncation, padding] = [textAt(preprocessor, 'truncation'), textAt(preprocessor, 'padding')]
  if (truncation === 'fusion') throw cannotUse(`The model fuses several parts of a long sound. ${advice}`)
  if (padding !== 'repeatpad' && padding !== 'repeat' && padding !== 'pad') {
    throw cannotUse(`Short sounds are filled up by "${padding}", which is not known. ${advice}`)
  }
  const sampleRate = need(preprocessor, 'sampling_rate')
  const hopLength = need(preprocessor, 'hop_length')
  const samples = numberAt(preprocessor, 'nb_max_samples') ?? need(preprocessor, 'max_length_s') * sampleRate
  const frames = Math.floor(samples / hopLength) + 1
  const [windowLength, melBands] = [need(preprocessor, 'fft_window_size'), need(preprocessor, 'feature_size')]
  const [, , wantedFrames = frames, wantedBands = melBands] = input.shape
  if (wantedFrames !== frames || wantedBands !== melBands) {
    throw cannotUse(
      `The sound model wants ${wantedFrames} frames of ${wantedBands} bands, not ${frames} of ${melBands}.`,
    )
  }
  return {
    input: input.name,
    output: output.name,
    features: {
      sampleRate,
      windowLength,
      hopLength,
      fftLength: numberAt(preprocessor, 'fft_window_size') ?? windowLength,
      melBands,
      lowestHz: numberAt(preprocessor, 'frequency_min') ?? 0,
      highestHz: numberAt(preprocessor, 'frequency_max') ?? sampleRate / 2,
      melScale: 'slaney',
      melNorm: 'slaney',
      power: 2,
      log: 'decibel',
      offset: 1e-10,
      greatestGain: 1,
      centred: true,
    },
    window: { frames, hop: frames, multiple: frames, least: frames, padding: padding === 'pad' ? 'silence' : 'repeat' },
  }
}

function need(preprocessor: Json, key: string): number {
  const value = numberAt(preprocessor, key)
  if (value !== undefined && value > 0) return value
  throw cannotUse(`preprocessor_config.json has no ${key}. Choose another conversion.`)
}
