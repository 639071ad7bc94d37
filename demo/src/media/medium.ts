import type { Item } from 'locavore'

/** What of a postcard can be played. */
export interface Medium {
  readonly kind: 'sound' | 'clip'
  readonly address: string
  /** Length before anything is loaded, where the catalogue tells it. */
  readonly seconds?: number
  /** How loud each of equal stretches is, one character each, as `waveform.ts` reads it. */
  readonly waveform?: string
}

export function mediumOf({ clip, audio, attributes }: Item): Medium | undefined {
  const address = clip ?? audio
  if (address === undefined) return undefined
  const { seconds, waveform } = attributes ?? {}
  return {
    kind: clip === undefined ? 'sound' : 'clip',
    address,
    ...(typeof seconds === 'number' ? { seconds } : {}),
    ...(typeof waveform === 'string' ? { waveform } : {}),
  }
}
