import type { AudioTower } from '../model-manifest.js'

/** How a tower cuts sounds, in samples at its own rate. */
export interface WindowPlan {
  readonly sampleRate: number
  /** Of a whole window. */
  readonly length: number
  /** From the start of one window to the next. */
  readonly hop: number
}

type Cut = Pick<AudioTower, 'features' | 'window'>

export function windowPlan({ features, window }: Cut): WindowPlan {
  return {
    sampleRate: features.sampleRate,
    length: samplesFor(window.frames, features),
    hop: window.hop * features.hopLength,
  }
}

/** How many samples so many frames need. */
export function samplesFor(
  frames: number,
  { hopLength, windowLength, centred }: Pick<AudioTower['features'], 'hopLength' | 'windowLength' | 'centred'>,
): number {
  return (frames - 1) * hopLength + (centred ? 0 : windowLength)
}

/** How many windows cover so many samples. A last one is begun only for sound that no window before it holds. */
export function windowCount(samples: number, { length, hop }: WindowPlan): number {
  return Math.max(1, Math.ceil((samples - length + hop) / hop))
}

/** How many frames the tower is given for a window of so many frames of sound. */
export function paddedFrames(frames: number, { multiple, least }: AudioTower['window']): number {
  return Math.max(least, Math.ceil(frames / multiple) * multiple)
}
