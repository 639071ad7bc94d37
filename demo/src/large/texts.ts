import { signal } from '@preact/signals'
import type { Language } from '../state/language.js'
import { askCards, listenToCards } from './cards-worker.js'

type Text = readonly [title: string, caption: string]

/** Texts of postcards made here, by language and seed; the oldest make room. */
const MOST = 2_000
const written = new Map<string, Text>()
const asked = new Set<string>()
const waiting = new Map<Language, number[]>()
/** Counts answers, so that what was read without a text is read again. */
const answers = signal(0)

const keyOf = (seed: number, language: string): string => `${language}:${seed}`

listenToCards((answer) => {
  if (answer === 'lost') asked.clear()
  else if (answer.kind === 'written') {
    for (const [seed, title, caption] of answer.texts) {
      const key = keyOf(seed, answer.language)
      asked.delete(key)
      written.set(key, [title, caption])
    }
    for (const oldest of written.keys()) {
      if (written.size <= MOST) break
      written.delete(oldest)
    }
    answers.value += 1
  }
})

/** One message for all that a rendering asks for. */
function send(): void {
  for (const [language, seeds] of waiting) askCards({ kind: 'write', language, seeds })
  waiting.clear()
}

/** Title and caption of the postcard of a seed; undefined until they are written, which is asked for by this. */
export function textOf(seed: number, language: Language): Text | undefined {
  void answers.value
  const key = keyOf(seed, language)
  const known = written.get(key)
  if (known !== undefined || asked.has(key)) return known
  asked.add(key)
  if (waiting.size === 0) queueMicrotask(send)
  waiting.set(language, [...(waiting.get(language) ?? []), seed])
  return undefined
}
