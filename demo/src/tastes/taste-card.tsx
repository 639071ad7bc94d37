import { useSignal } from '@preact/signals'
import type { Taste } from 'locavore'
import { Picture } from '../feed/picture.js'
import { refresh } from '../state/listing.js'
import { openSheet } from '../state/navigation.js'
import { WordsForm } from '../ui/words-form.js'
import { onlyTaste } from './only-taste-choice.js'
import { edit, tasteName, tastes } from './tastes.js'

const LONGEST = 64

function Rename({ taste, onDone }: { readonly taste: Taste; readonly onDone: () => void }) {
  return (
    <WordsForm
      label={`New name of ${tasteName(taste)}`}
      initial={tasteName(taste)}
      longest={LONGEST}
      submit="Keep"
      onWords={(name) => {
        onDone()
        if (name !== '') void edit({ kind: 'rename', tasteId: taste.id, name }, `Now called “${name}”.`)
      }}
      other={{ label: 'Cancel', quiet: true, onPress: onDone }}
      focused
    />
  )
}

function Merge({ taste }: { readonly taste: Taste }) {
  const others = tastes.value.filter(({ id }) => id !== taste.id)
  if (others.length === 0) return null
  const name = tasteName(taste)
  return (
    <select
      class="chip"
      aria-label={`Put ${name} together with`}
      value=""
      onChange={({ currentTarget }) => {
        const other = others.find(({ id }) => id === currentTarget.value)
        if (other === undefined) return
        const said = `“${name}” and “${tasteName(other)}” are one taste now.`
        void edit({ kind: 'merge', tasteId: taste.id, otherTasteId: other.id }, said)
      }}
    >
      <option value="">Merge with…</option>
      {others.map((other) => (
        <option key={other.id} value={other.id}>
          {tasteName(other)}
        </option>
      ))}
    </select>
  )
}

function Deeds({ taste, onRename }: { readonly taste: Taste; readonly onRename: () => void }) {
  const { id, muted, itemIds } = taste
  const name = tasteName(taste)
  const follow = (): void => {
    onlyTaste.value = { id, name }
    openSheet.value = undefined
    void refresh()
  }
  const mute = (): void => {
    const said = muted ? `The feed follows “${name}” again.` : `The feed leaves “${name}” out.`
    void edit({ kind: muted ? 'unmute' : 'mute', tasteId: id }, said)
  }
  const split = (): void => void edit({ kind: 'split', tasteId: id }, `“${name}” is two tastes now.`)
  return (
    <div class="taste-deeds">
      <button type="button" class="chip" aria-label={`Only this: ${name}`} onClick={follow}>
        Only this
      </button>
      <button type="button" class="chip" aria-pressed={muted} aria-label={`Mute ${name}`} onClick={mute}>
        Mute
      </button>
      <button type="button" class="chip" aria-label={`Rename ${name}`} onClick={onRename}>
        Rename
      </button>
      {itemIds.length > 1 && (
        <button type="button" class="chip" aria-label={`Split ${name}`} onClick={split}>
          Split
        </button>
      )}
      <Merge taste={taste} />
    </div>
  )
}

/** One taste: what it looks like, how much it counts, and what can be done about it. */
export function TasteCard({ taste }: { readonly taste: Taste }) {
  const renaming = useSignal(false)
  const { share, itemIds, examples, muted } = taste
  const count = itemIds.length
  return (
    <li class={muted ? 'taste taste-muted' : 'taste'} data-testid="taste" data-taste-id={taste.id}>
      <div class="taste-pictures" aria-hidden="true">
        {examples.map((item) => (
          <Picture key={item.id} item={item} />
        ))}
      </div>
      <div class="taste-words">
        {renaming.value ? (
          <Rename
            taste={taste}
            onDone={() => {
              renaming.value = false
            }}
          />
        ) : (
          <h4>{tasteName(taste)}</h4>
        )}
        <p class="quiet">
          {count} {count === 1 ? 'postcard' : 'postcards'}, {Math.round(share * 100)}% of what you like
          {muted && ', left out of the feed'}
        </p>
      </div>
      <Deeds
        taste={taste}
        onRename={() => {
          renaming.value = true
        }}
      />
    </li>
  )
}
