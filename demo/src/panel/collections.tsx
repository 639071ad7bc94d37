import { useSignal, useSignalEffect } from '@preact/signals'
import type { Item, ProfileSummary } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { Picture } from '../feed/picture.js'
import { say } from '../language/texts.js'
import { recommender } from '../state/connection.js'
import { type Mark, removeMark } from '../state/marks.js'
import { showItem } from '../state/navigation.js'
import { Icon } from '../ui/icon.js'
import { knowledge, readKnowledge } from './knowledge.js'

interface CollectionProps {
  readonly name: 'saved' | 'liked' | 'hidden'
  readonly itemIds: readonly string[]
  readonly items: ReadonlyMap<string, Item>
  readonly takeBack: readonly Mark[]
}

function Collection({ name, itemIds, items, takeBack }: CollectionProps) {
  const kept = itemIds.flatMap((id) => items.get(id) ?? [])
  if (kept.length === 0) return null
  const words = say().knowledge
  const title = words[name]
  const undo = async (itemId: string): Promise<void> => {
    for (const mark of takeBack) await removeMark(itemId, mark)
    await readKnowledge()
  }
  return (
    <section aria-label={title}>
      <h4>
        {title} <span class="quiet">{kept.length}</span>
      </h4>
      <ul class="collection" data-testid={`collection-${name}`}>
        {kept.map((item) => (
          <li key={item.id} data-item-id={item.id}>
            <button
              type="button"
              class="collection-open"
              aria-label={words.open(titleOf(item))}
              onClick={() => showItem(item.id)}
            >
              <Picture item={item} />
            </button>
            <button
              type="button"
              class="icon-button"
              aria-label={words.takeOut(titleOf(item), title)}
              onClick={() => void undo(item.id)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Liked, saved and hidden postcards, each to be opened or taken out. */
export function Collections({ profile }: { readonly profile: ProfileSummary }) {
  const items = useSignal<ReadonlyMap<string, Item>>(new Map())
  useSignalEffect(() => {
    const known = knowledge.value?.profile
    if (known === undefined) return
    const ids = [...new Set([...known.likedItems, ...known.savedItems, ...known.hiddenItems])]
    void recommender()
      .then((made) => made.getItems(ids))
      .then((found) => {
        items.value = new Map(found.map((item) => [item.id, item]))
      })
      .catch(() => undefined)
  })
  return (
    <>
      <Collection name="saved" itemIds={profile.savedItems} items={items.value} takeBack={['save']} />
      <Collection name="liked" itemIds={profile.likedItems} items={items.value} takeBack={['like']} />
      <Collection name="hidden" itemIds={profile.hiddenItems} items={items.value} takeBack={['hide', 'dislike']} />
    </>
  )
}
