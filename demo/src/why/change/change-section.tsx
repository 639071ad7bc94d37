import type { ChangeFound, HistoryEntry, Item, Recommendation } from 'locavore'
import { titleOf } from '../../feed/caption.js'
import { Picture } from '../../feed/picture.js'
import { deedWords } from '../../panel/deeds.js'
import { directionOf, language } from '../../state/language.js'
import { ProgressBar } from '../../ui/progress-bar.js'
import { change, findChange, forgetChange, takeBack } from './change.js'

const nameOf = ({ item, query }: HistoryEntry): string =>
  item === undefined ? (query === undefined ? 'a postcard that is gone' : `“${query}”`) : titleOf(item)

function Deed({ action }: { readonly action: HistoryEntry }) {
  return (
    <li data-sequence={action.sequence} data-item-id={action.itemId}>
      {action.item === undefined ? <span class="picture" /> : <Picture item={action.item} />}
      <span>
        {deedWords(action.type)} <strong>{nameOf(action)}</strong>
      </span>
    </li>
  )
}

const SHOWN_INSTEAD = 3

function insteadWords(items: readonly Item[]): string {
  const named = items.slice(0, SHOWN_INSTEAD).map((item) => `“${titleOf(item)}”`)
  const others = items.length - named.length
  if (named.length === 0) return 'The list would then be shorter.'
  return `In its place would come ${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}.`
}

function Found({ found, onTaken }: { readonly found: ChangeFound; readonly onTaken: () => void }) {
  const { actions, instead, sentence } = found
  const take = async (): Promise<void> => {
    onTaken()
    await takeBack(found)
  }
  return (
    <>
      <p lang={language.value} dir={directionOf(language.value)} data-testid="change-sentence">
        {sentence}
      </p>
      <ol class="change-deeds" data-testid="change-deeds">
        {actions.map((action) => (
          <Deed key={action.sequence} action={action} />
        ))}
      </ol>
      <p class="quiet">
        {insteadWords(instead)} Found by ranking the list {found.rankings} times without some of what you did
        {found.smallest ? '' : '; fewer things may do'}.
      </p>
      <button type="button" class="button" data-testid="take-back" onClick={() => void take()}>
        {actions.length === 1 ? 'Take it back' : 'Take them back'}: forget that I did this
      </button>
    </>
  )
}

const NOT_FOUND = {
  'not-by-actions': 'Nothing you did keeps it here: it would be in this list anyway.',
  'search-ended': 'It hangs on many things you did; no small number of them was found.',
} as const

interface ChangeSectionProps {
  readonly recommendation: Recommendation
  /** The items behind its score, by id. */
  readonly items: ReadonlyMap<string, Item>
  /** The answer goes with the list it was about. */
  readonly onTaken: () => void
}

/** The few things a person did without which the postcard would not be there, and a way to take them back. */
export function ChangeSection({ recommendation, items, onTaken }: ChangeSectionProps) {
  const asked = change.value
  const find = (): void => {
    void findChange(recommendation, Object.fromEntries([...items].map(([id, item]) => [id, titleOf(item)])))
  }
  return (
    <section class="change" aria-label="What would change this" data-testid="change">
      <h3>What would change this</h3>
      {asked === undefined && (
        <button type="button" class="button" data-testid="find-change" onClick={find}>
          Find what keeps it here
        </button>
      )}
      {asked?.state === 'working' && (
        <>
          <ProgressBar label={`Ranking again without things you did: ${asked.tried} tried`} share={undefined} />
          <button type="button" class="button button-quiet" onClick={forgetChange}>
            Stop
          </button>
        </>
      )}
      {asked?.state === 'failed' && <p role="alert">{asked.problem}</p>}
      {asked?.state === 'ready' && !asked.answer.found && (
        <p data-testid="change-none">{NOT_FOUND[asked.answer.why]}</p>
      )}
      {asked?.state === 'ready' && asked.answer.found && <Found found={asked.answer} onTaken={onTaken} />}
    </section>
  )
}
