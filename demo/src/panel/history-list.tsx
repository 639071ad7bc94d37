import { useSignal } from '@preact/signals'
import type { HistoryEntry } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { Picture } from '../feed/picture.js'
import { deedWords } from './deeds.js'
import { forget } from './knowledge.js'

const FIRST = 20
const weightWords = (weight: number): string => weight.toFixed(2).replace('-', '−')
const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

function nameOf({ type, item, query, setting, value = 0, edit }: HistoryEntry): string {
  if (setting?.modality !== undefined) return `how much the ${setting.modality} counts`
  if (setting !== undefined) return `${value > 0 ? 'more' : 'less'} ${String(setting.is ?? setting.attribute)}`
  const title = item === undefined ? 'a postcard that is gone' : titleOf(item)
  if (edit !== undefined) return `${edit.kind}, ${edit.name ?? title}`
  if (query === undefined) return title
  return type === 'steer' && item !== undefined ? `${title}, but “${query}”` : `“${query}”`
}

function Entry({ entry }: { readonly entry: HistoryEntry }) {
  const { sequence, type, item, at, weight, mode } = entry
  return (
    <li data-sequence={sequence} data-item-id={item?.id} data-testid="history-entry">
      {item === undefined ? <span class="picture" /> : <Picture item={item} />}
      <span class="history-words">
        <span>
          {deedWords(type)} <strong>{nameOf(entry)}</strong>
        </span>
        <span class="quiet">
          {when.format(at)}
          {weight !== 0 && ` · counts ${weightWords(weight)} today`}
          {mode !== undefined && ` · ${mode}`}
        </span>
      </span>
      <button
        type="button"
        class="button button-quiet"
        aria-label={`Forget: ${deedWords(type)} ${nameOf(entry)}`}
        onClick={() => void forget([sequence])}
      >
        Forget
      </button>
    </li>
  )
}

/** What was shown: too much to list one by one. */
function Impressions({ seen }: { readonly seen: readonly HistoryEntry[] }) {
  if (seen.length === 0) return null
  return (
    <p class="impressions" data-testid="impressions">
      <span>
        You were shown {seen.length} {seen.length === 1 ? 'postcard' : 'postcards'}. Rest, discovery and what you may do
        next are worked out from that.
      </span>
      <button
        type="button"
        class="button button-quiet"
        onClick={() => void forget(seen.map(({ sequence }) => sequence))}
      >
        Forget that
      </button>
    </p>
  )
}

/** Everything the person did here, newest first, each to be taken back for good. */
export function HistoryList({ history }: { readonly history: readonly HistoryEntry[] }) {
  const all = useSignal(false)
  if (history.length === 0) return <p class="quiet">Nothing yet. Like a postcard and it will be listed here.</p>
  const deeds = history.filter(({ type }) => type !== 'impression')
  const shown = all.value ? deeds : deeds.slice(0, FIRST)
  return (
    <>
      <ol class="history" data-testid="history">
        {shown.map((entry) => (
          <Entry key={entry.sequence} entry={entry} />
        ))}
      </ol>
      <Impressions seen={history.filter(({ type }) => type === 'impression')} />
      {shown.length < deeds.length && (
        <button
          type="button"
          class="button"
          onClick={() => {
            all.value = true
          }}
        >
          Show all {deeds.length}
        </button>
      )}
    </>
  )
}
