import { LocavoreError } from '../errors.js'
import type { Reason } from '../types.js'
import { explanationSentence, type Placement, reasonMessage, withoutSentence } from './describe.js'
import { SENTENCE_LANGUAGES, SENTENCES, type SentenceLanguage } from './languages/all.js'
import type { SentenceTemplates } from './languages/sentence-templates.js'

/** A reason in a language, as one clause. @throws `invalid-argument` for a language that is not there. */
export function sayReason(reason: Reason, language: SentenceLanguage): string {
  return reasonMessage(reason, templatesOf(language))
}

/** Why an item is in a list and where, in one or two sentences. @throws `invalid-argument` as above. */
export function sayExplanation(
  explanation: Placement & { readonly reasons: readonly Reason[] },
  language: SentenceLanguage,
): string {
  return explanationSentence(explanation.reasons, explanation, templatesOf(language))
}

/**
 * What would have to be otherwise for an item not to be in a list.
 * @param titles of the items whose events a counterfactual takes away, at least one.
 * @throws `invalid-argument` for no title or a language that is not there.
 */
export function sayCounterfactual(titles: readonly string[], language: SentenceLanguage): string {
  if (titles.length === 0) {
    throw new LocavoreError('invalid-argument', 'A counterfactual names at least one item; none was given.')
  }
  return withoutSentence(titles, templatesOf(language))
}

/** @throws `invalid-argument` for a language that is not there. */
export function templatesOf(language: SentenceLanguage): SentenceTemplates {
  if (Object.hasOwn(SENTENCES, language)) return SENTENCES[language]
  throw new LocavoreError(
    'invalid-argument',
    `There are no sentences in ${JSON.stringify(language)}; there are ${SENTENCE_LANGUAGES.join(', ')}.`,
  )
}
