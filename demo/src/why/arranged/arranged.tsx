import type { Explanation } from 'locavore'
import { directionOf, language } from '../../state/language.js'
import { effectOf, stepName } from './step-words.js'

/** What happened to its place after the score, step by step. */
export function Steps({ explanation }: { readonly explanation: Explanation }) {
  const { steps, rankByScore, position } = explanation
  return (
    <section class="arranged" aria-label="How the list was arranged">
      <h3>How the list was arranged</h3>
      <ol data-testid="why-steps">
        <li>
          <span>By score alone</span>
          <span class="number">place {rankByScore + 1}</span>
        </li>
        {steps.map((step, at) => (
          <li key={`${at}:${step.kind}`} data-step={step.kind}>
            <span>{stepName(step.kind)}</span>
            <span class="number">{effectOf(step)}</span>
          </li>
        ))}
        <li>
          <span>Shown</span>
          <span class="number">place {position + 1}</span>
        </li>
      </ol>
    </section>
  )
}

const SHOWN = 6

/** What the person often chooses, as far as it moves this list. */
export function Rules({ rules }: Pick<Explanation, 'rules'>) {
  if (rules.length === 0) return null
  const chosen = language.value
  return (
    <section class="arranged" aria-label="What you often choose">
      <h3>What you often choose</h3>
      <ul data-testid="why-rules">
        {rules.slice(0, SHOWN).map(({ attribute, value, holds, lift, message }) => (
          <li key={`${attribute}:${value}`} data-holds={holds}>
            <span lang={chosen} dir={directionOf(chosen)}>
              {message}
            </span>
            <span class="quiet">
              {lift.toFixed(1)} times as often as there are such postcards{holds ? ' · so is this one' : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
