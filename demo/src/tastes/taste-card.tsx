import { useSignal } from '@preact/signals'
import type { Taste } from 'locavore'
import { Picture } from '../feed/picture.js'
import { say } from '../language/texts.js'
import { refresh } from '../state/listing.js'
import { openSheet } from '../state/navigation.js'
import { WordsForm } from '../ui/words-form.js'
import { onlyTaste } from './only-taste-choice.js'
import { edit, tasteName, tastes } from './tastes.js'

const LONGEST = 64

function Rename({ taste, onDone }: { readonly taste: Taste; readonly onDone: () => void }) {
  return (
    <WordsForm
      label={say().tastes.newName(tasteName(taste))}
      initial={tasteName(taste)}
      longest={LONGEST}
      submit={say().common.keep}
      onWords={(name) => {
        onDone()
        if (name !== '') void edit({ kind: 'rename', tasteId: taste.id, name }, say().tastes.renamed(name))
      }}
      other={{ label: say().common.cancel, quiet: true, onPress: onDone }}
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
      aria-label={say().tastes.mergeThis(name)}
      value=""
      onChange={({ currentTarget }) => {
        const other = others.find(({ id }) => id === currentTarget.value)
        if (other === undefined) return
        const said = say().tastes.merged(name, tasteName(other))
        void edit({ kind: 'merge', tasteId: taste.id, otherTasteId: other.id }, said)
      }}
    >
      <option value="">{say().tastes.merge}</option>
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
  const words = say().tastes
  const follow = (): void => {
    onlyTaste.value = { id, name }
    openSheet.value = undefined
    void refresh()
  }
  const mute = (): void => {
    const said = muted ? words.unmuteDone(name) : words.muteDone(name)
    void edit({ kind: muted ? 'unmute' : 'mute', tasteId: id }, said)
  }
  const split = (): void => void edit({ kind: 'split', tasteId: id }, words.splitDone(name))
  return (
    <div class="taste-deeds">
      <button type="button" class="chip" aria-label={words.onlyThis(name)} onClick={follow}>
        {words.onlyShort}
      </button>
      <button type="button" class="chip" aria-pressed={muted} aria-label={words.muteThis(name)} onClick={mute}>
        {words.mute}
      </button>
      <button type="button" class="chip" aria-label={words.renameThis(name)} onClick={onRename}>
        {words.rename}
      </button>
      {itemIds.length > 1 && (
        <button type="button" class="chip" aria-label={words.splitThis(name)} onClick={split}>
          {words.split}
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
          {say().tastes.share(itemIds.length, Math.round(share * 100))}
          {muted && say().tastes.muted}
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
