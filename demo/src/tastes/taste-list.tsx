import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { say } from '../language/texts.js'
import { learntSinceFeed } from '../state/marks.js'
import { messageOf } from '../state/messages.js'
import { showToast } from '../ui/toasts.js'
import { TasteCard } from './taste-card.js'
import { readTastes, tastes } from './tastes.js'

const FIRST = 5

/** What the person likes, group by group, each to be renamed, muted, merged and split. */
export function TasteList() {
  const all = useSignal(false)
  const learnt = learntSinceFeed.value
  useEffect(() => {
    readTastes().catch((error: unknown) => showToast(messageOf(error), { tone: 'problem' }))
  }, [learnt])
  const found = tastes.value
  if (found.length === 0) return <p class="quiet">{say().tastes.none}</p>
  // One postcard is hardly a taste, so those come when they are asked for.
  const groups = found.filter(({ itemIds }) => itemIds.length > 1)
  const shown = all.value ? found : (groups.length > 0 ? groups : found).slice(0, FIRST)
  return (
    <>
      <ul class="tastes" data-testid="tastes">
        {shown.map((taste) => (
          <TasteCard key={taste.id} taste={taste} />
        ))}
      </ul>
      {shown.length < found.length && (
        <button
          type="button"
          class="button"
          onClick={() => {
            all.value = true
          }}
        >
          {say().common.showAll(found.length)}
        </button>
      )}
    </>
  )
}
