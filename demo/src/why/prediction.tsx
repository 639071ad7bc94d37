import type { Item, Predictions } from 'locavore'

interface Chance {
  readonly words: string
  readonly value: string
}

const percent = (chance: number): string => `${Math.round(chance * 100)}%`

function chancesOf(predictions: Predictions, item: Item): readonly Chance[] {
  const { click, finish, like, dislike, rating } = predictions.items[0] ?? { itemId: item.id }
  const plays = item.audio !== undefined || item.clip !== undefined
  return [
    ...(click === undefined ? [] : [{ words: 'You open it', value: percent(click) }]),
    ...(finish === undefined || !plays
      ? []
      : [{ words: 'Once opened, you play it to the end', value: percent(finish) }]),
    ...(like === undefined ? [] : [{ words: 'Once opened, you like it', value: percent(like) }]),
    ...(dislike === undefined ? [] : [{ words: 'Once opened, it is not for you', value: percent(dislike) }]),
    ...(rating === undefined ? [] : [{ words: 'What you might rate it, of 5', value: rating.toFixed(1) }]),
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
    <section class="arranged" aria-label="What you may do with it">
      <h3>What you may do with it</h3>
      <ul data-testid="why-prediction">
        {chances.map(({ words, value }) => (
          <li key={words}>
            <span>{words}</span>
            <span class="number">{value}</span>
          </li>
        ))}
      </ul>
      <p class="quiet">
        Learnt on this device from {predictions.evidence.shown} postcards you were shown and what you did with them.
      </p>
    </section>
  )
}
