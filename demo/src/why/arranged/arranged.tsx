import type { Explanation } from 'locavore'
import { facetWords, valueWords } from '../../language/catalogue-words.js'
import { say, spokenLanguage } from '../../language/texts.js'
import { directionOf, language } from '../../state/language.js'
import { effectOf, stepName } from './step-words.js'

/** What happened to its place after the score, step by step. */
export function Steps({ explanation }: { readonly explanation: Explanation }) {
  const { steps, rankByScore, position } = explanation
  const words = say().why
  return (
    <section class="arranged" aria-label={words.arranged}>
      <h3>{words.arranged}</h3>
      <ol data-testid="why-steps">
        <li>
          <span>{words.byScore}</span>
          <span class="number">{words.place(rankByScore + 1)}</span>
        </li>
        {steps.map((step, at) => (
          <li key={`${at}:${step.kind}`} data-step={step.kind}>
            <span>{stepName(step.kind)}</span>
            <span class="number">{effectOf(step)}</span>
          </li>
        ))}
        <li>
          <span>{words.shown}</span>
          <span class="number">{words.place(position + 1)}</span>
        </li>
      </ol>
    </section>
  )
}

const SHOWN = 6

type Rule = Pick<Explanation['rules'][number], 'attribute' | 'value' | 'message'>

/** A rule with the catalogue's own words for attribute and value, where the page speaks another language than the catalogue. */
function ruleWords({ attribute, value, message }: Rule): string {
  if (spokenLanguage() === 'en') return message
  const own = valueWords(attribute, String(value))
  return message.replace(attribute, () => facetWords(attribute)).replace(String(value), () => own)
}

/** What the person often chooses, as far as it moves this list. */
export function Rules({ rules }: Pick<Explanation, 'rules'>) {
  if (rules.length === 0) return null
  const chosen = language.value
  return (
    <section class="arranged" aria-label={say().why.rules}>
      <h3>{say().why.rules}</h3>
      <ul data-testid="why-rules">
        {rules.slice(0, SHOWN).map(({ attribute, value, holds, lift, message }) => (
          <li key={`${attribute}:${value}`} data-holds={holds}>
            <span lang={chosen} dir={directionOf(chosen)}>
              {ruleWords({ attribute, value, message })}
            </span>
            <span class="quiet">
              {say().why.ruleTimes(lift.toFixed(1))}
              {holds ? say().why.ruleHolds : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
