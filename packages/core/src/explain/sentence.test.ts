import { describe, expect, it } from 'vitest'
import { RELATION_WORDS } from '../relations/relation-words.js'
import type { StepEffect } from '../rerank/rerank.js'
import type { InteractionType, Modality, Reason, ReasonKind } from '../types.js'
import { SENTENCE_LANGUAGES, type SentenceLanguage } from './languages/all.js'
import { sayCounterfactual, sayExplanation, sayReason } from './sentence.js'

const KINDS: readonly ReasonKind[] = [
  'similar-to-liked',
  'liked-together',
  'matches-query',
  'similar-to-item',
  'matches-rule',
  'popular',
  'new',
  'variety',
  'onboarding',
  'pinned',
  'boosted',
  'explored',
  'related-by',
  'trending',
  'next',
  'steered',
]
const MEDIA: readonly (Modality | undefined)[] = [undefined, 'text', 'image', 'audio', 'clip']
const DONE: readonly InteractionType[] = ['like', 'save', 'purchase', 'share', 'play', 'dwell', 'view']
const STEPS = ['pin', 'boost', 'freshness', 'fatigue', 'rotation', 'explore', 'mmr', 'cap'] as const
/** A title that looks like a template, and one in another script, must come out as they went in. */
const TITLE = 'Storm {done} [at] 海'

/** Letters that only sentences in this language's script have. */
const SCRIPT: Readonly<Record<SentenceLanguage, RegExp>> = {
  en: /[a-z]/,
  zh: /\p{Script=Han}/u,
  es: /[a-z]/,
  fr: /[a-z]/,
  de: /[a-z]/,
  pt: /[a-z]/,
  it: /[a-z]/,
  ru: /\p{Script=Cyrillic}/u,
  ja: /\p{Script=Hiragana}/u,
  ko: /\p{Script=Hangul}/u,
  ar: /\p{Script=Arabic}/u,
  hi: /\p{Script=Devanagari}/u,
}

function reasonsOf(kind: ReasonKind): Reason[] {
  const plain: Reason = { kind, message: '', itemId: 'a', title: TITLE, attribute: 'place', value: 'harbour' }
  const media = MEDIA.map((modality): Reason => ({ ...plain, ...(modality === undefined ? {} : { modality }) }))
  if (kind === 'related-by') {
    const ties = [...RELATION_WORDS, 'same {title} universe'].map((relation): Reason => ({ ...plain, relation }))
    return [plain, ...ties]
  }
  if (kind !== 'similar-to-liked') return kind === 'matches-query' || kind === 'similar-to-item' ? media : [plain]
  return DONE.flatMap((interaction) => [
    ...media.map((reason) => ({ ...reason, interaction })),
    { ...plain, interaction, own: true },
  ])
}

describe.each(SENTENCE_LANGUAGES)('in %s', (language) => {
  it('every kind of reason is said, differently from all others, with nothing left to fill in', () => {
    const said = KINDS.flatMap(reasonsOf).map((reason) => sayReason(reason, language))
    expect(new Set(said).size).toBe(said.length)
    for (const text of said) {
      expect(text.replace(TITLE, '').replace('{title} universe', '')).not.toMatch(/[{}[\]]|undefined/)
      expect(text).toMatch(SCRIPT[language])
      expect(text[0]).toBe(text[0]?.toUpperCase())
      expect(text.length).toBeLessThan(110)
    }
  })

  it('titles stand as they are', () => {
    for (const kind of ['similar-to-liked', 'liked-together', 'similar-to-item', 'related-by', 'next'] as const) {
      const [reason] = reasonsOf(kind)
      if (reason !== undefined) expect(sayReason(reason, language)).toContain(TITLE)
    }
    const two = sayCounterfactual([TITLE, 'Quiet bay'], language)
    expect(two).toContain(TITLE)
    expect(two).toContain('Quiet bay')
  })

  it('the place is said, and what moved it', () => {
    const reasons: Reason[] = [
      { kind: 'popular', message: '' },
      { kind: 'new', message: '' },
    ]
    const stays = sayExplanation({ reasons, rankByScore: 6, position: 6 }, language)
    expect(stays).toContain('7')
    const moved = STEPS.map((kind) => {
      const steps: StepEffect[] = [
        { kind: 'calibration', from: 8, to: 8, value: 0 },
        { kind, from: 8, to: 1, value: 0 },
      ]
      return sayExplanation({ reasons, rankByScore: 8, position: 1, steps }, language)
    })
    expect(new Set([...moved, stays]).size).toBe(STEPS.length + 1)
    for (const text of moved) {
      expect(text).toMatch(/9.*2/)
      expect(text).not.toMatch(/[{}[\]]/)
    }
  })

  it('no other language says the same', () => {
    const sentence = (which: SentenceLanguage) =>
      KINDS.map((kind) => reasonsOf(kind).map((reason) => sayReason(reason, which)))
    for (const other of SENTENCE_LANGUAGES) {
      if (other !== language) expect(sentence(other)).not.toEqual(sentence(language))
    }
  })
})

describe('the door', () => {
  it('refuses languages that are not there, and a counterfactual without a cause', () => {
    const unknown = 'tlh' as SentenceLanguage
    expect(() => sayReason({ kind: 'popular', message: '' }, unknown)).toThrow(
      /no sentences in "tlh"; there are en, zh/,
    )
    expect(() => sayCounterfactual([], 'en')).toThrow(/at least one item/)
  })

  it('says in English what it said before', () => {
    const reason: Reason = {
      kind: 'similar-to-liked',
      interaction: 'like',
      title: 'Storm',
      modality: 'image',
      message: '',
    }
    expect(sayReason(reason, 'en')).toBe('Like “Storm”, which you liked, in its picture')
    const steps: StepEffect[] = [{ kind: 'mmr', from: 4, to: 1, value: 0 }]
    expect(
      sayExplanation({ reasons: [reason, { kind: 'popular', message: '' }], rankByScore: 4, position: 1, steps }, 'en'),
    ).toBe(
      'Like “Storm”, which you liked, in its picture; and many people like it. Its score alone would put it in place 5; keeping the list varied moved it to 2.',
    )
    expect(sayCounterfactual(['A', 'B', 'C'], 'en')).toBe('Without “A”, “B” and “C” it would not be in this list.')
  })
})
