import type { Item, Predictions } from 'locavore'
import { say } from '../language/texts.js'

interface Chance {
  readonly words: string
  readonly value: string
}

const percent = (chance: number): string => `${Math.round(chance * 100)}%`

function chancesOf(predictions: Predictions, item: Item): readonly Chance[] {
  const { click, finish, like, dislike, rating } = predictions.items[0] ?? { itemId: item.id }
  const words = say().expect
  const plays = item.audio !== undefined || item.clip !== undefined
  return [
    ...(click === undefined ? [] : [{ words: words.open, value: percent(click) }]),
    ...(finish === undefined || !plays ? [] : [{ words: words.finish, value: percent(finish) }]),
    ...(like === undefined ? [] : [{ words: words.like, value: percent(like) }]),
    ...(dislike === undefined ? [] : [{ words: words.dislike, value: percent(dislike) }]),
    ...(rating === undefined ? [] : [{ words: words.rating, value: rating.toFixed(1) }]),
  ]
}

interface PredictionProps {
  readonly predictions: Predictions
  readonly item: Item
}

/** What this device expects the person to do with it; nothing while too little is known to say. */
export function Prediction({ predictions, item }: PredictionProps) {
  const chances = chancesOf(predictions, item)
  if (chances.length === 0) return null
  return (
    <section class="arranged" aria-label={say().expect.title}>
      <h3>{say().expect.title}</h3>
      <ul data-testid="why-prediction">
        {chances.map(({ words, value }) => (
          <li key={words}>
            <span>{words}</span>
            <span class="number">{value}</span>
          </li>
        ))}
      </ul>
      <p class="quiet">{say().expect.source(predictions.evidence.shown)}</p>
    </section>
  )
}
