import type { Explanation } from 'locavore'

type Part = Explanation['parts'][number]

const NAMES: Record<Part['name'], string> = {
  taste: 'Your taste',
  session: 'Your last few',
  query: 'Your question',
  words: 'What you searched for before',
  steering: 'What you asked for',
  neighbours: 'Liked together by others',
  factors: 'Traits you share with others',
  prior: 'What most people like',
  popularity: 'Liked by many',
  freshness: 'New here',
  relations: 'Belongs together',
  elsewhere: 'Liked elsewhere',
  next: 'Often comes next',
  trend: 'More liked than usual',
  repeat: 'You come back to it',
  recency: 'You saw it lately',
}

const MODALITIES = { text: 'words', image: 'picture', audio: 'sound', clip: 'clip' } as const

export function modalityWords(modality: NonNullable<Part['modality']>): string {
  return MODALITIES[modality]
}

export function partLabel({ name, modality }: Part): string {
  return modality === undefined ? NAMES[name] : `${NAMES[name]}, in its ${MODALITIES[modality]}`
}

/** Smaller shares are shown as zero. */
export const LEAST_SHOWN = 0.0005

/** Shares are small numbers around zero; three digits tell them apart and still sum by eye. */
export function shareWords(value: number): string {
  const rounded = Math.abs(value) < LEAST_SHOWN ? 0 : value
  return `${rounded < 0 ? '−' : '+'}${Math.abs(rounded).toFixed(3)}`
}
