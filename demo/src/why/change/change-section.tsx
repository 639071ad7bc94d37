import type { ChangeFound, HistoryEntry, Item, Recommendation } from 'locavore'
import { titleOf } from '../../feed/caption.js'
import { Picture } from '../../feed/picture.js'
import { say } from '../../language/texts.js'
import { deedWords } from '../../panel/deeds.js'
import { directionOf, language } from '../../state/language.js'
import { ProgressBar } from '../../ui/progress-bar.js'
import { change, findChange, forgetChange, takeBack } from './change.js'

const nameOf = ({ item, query }: HistoryEntry): string =>
  item === undefined ? (query === undefined ? say().common.gone : say().common.quoted(query)) : titleOf(item)

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
  if (items.length === 0) return say().change.shorter
  const named = items.slice(0, SHOWN_INSTEAD).map(titleOf)
  return say().change.instead(named, items.length - named.length)
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
        {insteadWords(instead)} {say().change.found(found.rankings)} {found.smallest ? '' : say().change.fewer}
      </p>
      <button type="button" class="button" data-testid="take-back" onClick={() => void take()}>
        {say().change.take(actions.length)}
      </button>
    </>
  )
}

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
    <section class="change" aria-label={say().change.title} data-testid="change">
      <h3>{say().change.title}</h3>
      {asked === undefined && (
        <button type="button" class="button" data-testid="find-change" onClick={find}>
          {say().change.find}
        </button>
      )}
      {asked?.state === 'working' && (
        <>
          <ProgressBar label={say().change.working(asked.tried)} share={undefined} />
          <button type="button" class="button button-quiet" onClick={forgetChange}>
            {say().common.stop}
          </button>
        </>
      )}
      {asked?.state === 'failed' && <p role="alert">{asked.problem}</p>}
      {asked?.state === 'ready' && !asked.answer.found && (
        <p data-testid="change-none">{say().change.none[asked.answer.why]}</p>
      )}
      {asked?.state === 'ready' && asked.answer.found && <Found found={asked.answer} onTaken={onTaken} />}
    </section>
  )
}
