import { signal } from '@preact/signals'
import type { Explanation, Item, Predictions, Recommendation } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { recommender } from '../state/connection.js'
import { language } from '../state/language.js'
import { messageOf } from '../state/messages.js'

export interface Why {
  readonly recommendation: Recommendation
  readonly explanation?: Explanation
  /** What the person may do with it, as far as that can be said. */
  readonly predictions?: Predictions
  /** The items behind the history, by id. */
  readonly items: ReadonlyMap<string, Item>
  readonly problem?: string
}

/** The open answer to "why this?". */
export const why = signal<Why | undefined>(undefined)

export async function askWhy(recommendation: Recommendation): Promise<void> {
  why.value = { recommendation, items: new Map() }
  try {
    const made = await recommender()
    const chosen = language.value
    const first = await made.explain(recommendation, { language: chosen })
    const ids = [...new Set(first.history.map(({ itemId }) => itemId))]
    const [items, predictions] = await Promise.all([
      made.getItems(ids).catch(() => []),
      // An answer without what may come is still an answer.
      made.predict([recommendation.item.id]).catch(() => undefined),
    ])
    if (why.value?.recommendation !== recommendation) return
    const titles = Object.fromEntries(items.map((item) => [item.id, titleOf(item)]))
    // The catalogue's own titles are English.
    const explanation = chosen === 'en' ? first : await made.explain(recommendation, { language: chosen, titles })
    if (why.value?.recommendation !== recommendation) return
    why.value = {
      recommendation,
      explanation,
      ...(predictions === undefined ? {} : { predictions }),
      items: new Map(items.map((item) => [item.id, item])),
    }
  } catch (error) {
    if (why.value?.recommendation === recommendation) {
      why.value = { recommendation, items: new Map(), problem: messageOf(error) }
    }
  }
}
