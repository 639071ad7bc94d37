import { useSignal } from '@preact/signals'
import type { HistoryEntry } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { Picture } from '../feed/picture.js'
import { facetWords, valueWords } from '../language/catalogue-words.js'
import { say, spokenLanguage } from '../language/texts.js'
import { deedWords } from './deeds.js'
import { forget } from './knowledge.js'

const FIRST = 20
const weightWords = (weight: number): string => weight.toFixed(2).replace('-', '−')

/** Day and time in the language of the page; in English as in the rest of the page, which is British. */
const when = (at: number): string => {
  const spoken = spokenLanguage()
  const format = new Intl.DateTimeFormat(spoken === 'en' ? 'en-GB' : spoken, {
    dateStyle: 'medium',
    timeStyle: 'short',
    numberingSystem: 'latn',
  })
  return format.format(at)
}

function nameOf({ type, item, query, setting, value = 0, edit }: HistoryEntry): string {
  const { knowledge, common, edits } = say()
  if (setting?.modality !== undefined) return knowledge.howMuch[setting.modality]
  if (setting !== undefined) {
    const { attribute = '', is } = setting
    const what = is === undefined ? facetWords(attribute) : valueWords(attribute, String(is))
    return value > 0 ? knowledge.more(what) : knowledge.less(what)
  }
  const title = item === undefined ? common.gone : titleOf(item)
  if (edit !== undefined) return `${edits[edit.kind]}, ${edit.name ?? title}`
  if (query === undefined) return title
  return type === 'steer' && item !== undefined ? knowledge.but(title, query) : common.quoted(query)
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
          {when(at)}
          {weight !== 0 && ` · ${say().knowledge.counts(weightWords(weight))}`}
          {mode !== undefined && ` · ${mode}`}
        </span>
      </span>
      <button
        type="button"
        class="button button-quiet"
        aria-label={say().knowledge.forgetThis(`${deedWords(type)} ${nameOf(entry)}`)}
        onClick={() => void forget([sequence])}
      >
        {say().knowledge.forget}
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
        {say().knowledge.shown(seen.length)} {say().knowledge.shownFor}
      </span>
      <button
        type="button"
        class="button button-quiet"
        onClick={() => void forget(seen.map(({ sequence }) => sequence))}
      >
        {say().knowledge.forgetShown}
      </button>
    </p>
  )
}

/** Everything the person did here, newest first, each to be taken back for good. */
export function HistoryList({ history }: { readonly history: readonly HistoryEntry[] }) {
  const all = useSignal(false)
  if (history.length === 0) return <p class="quiet">{say().knowledge.noHistory}</p>
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
          {say().common.showAll(deeds.length)}
        </button>
      )}
    </>
  )
}
