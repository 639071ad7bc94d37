import type { Explanation, Item } from 'locavore'
import { say } from '../language/texts.js'
import { LEAST_SHOWN, partLabel, shareWords } from './part-names.js'
import { ShareBar } from './share-bar.js'

type Part = Explanation['parts'][number]

/** Whether a part tells something of the item: a medium it lacks gives nothing, and is not worth a line. */
function tells({ modality, value }: Part, item: Item): boolean {
  const lacks = (modality === 'audio' || modality === 'clip' || modality === 'image') && item[modality] === undefined
  return !lacks || Math.abs(value) >= LEAST_SHOWN
}

/** Parts that come from what other people like. */
const OF_OTHERS: ReadonlySet<Part['name']> = new Set(['neighbours', 'factors', 'prior', 'popularity', 'trend'])

export function PartsChart({ explanation, item }: { readonly explanation: Explanation; readonly item: Item }) {
  const { score } = explanation
  const parts = explanation.parts.filter((part) => tells(part, item))
  const byOthers = parts.some(({ name, value }) => OF_OTHERS.has(name) && Math.abs(value) >= LEAST_SHOWN)
  return (
    <>
      <Table parts={parts} score={score} />
      {byOthers && (
        <p class="quiet" data-testid="why-simulated">
          {say().why.simulated}
        </p>
      )}
    </>
  )
}

interface TableProps {
  readonly parts: readonly Part[]
  readonly score: number
}

function Table({ parts, score }: TableProps) {
  const most = Math.max(...parts.map(({ value }) => Math.abs(value)), 0)
  return (
    <table class="parts" data-testid="why-parts">
      <caption class="visually-hidden">{say().why.parts}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{say().why.part}</th>
          <th scope="col">{say().why.bar}</th>
          <th scope="col">{say().why.share}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={`${part.name}:${part.modality ?? ''}`} data-value={part.value}>
            <th scope="row">{partLabel(part)}</th>
            <td>
              <ShareBar value={part.value} most={most} tone={part.modality ?? part.name} />
            </td>
            <td class="number">{shareWords(part.value)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr data-value={score} data-testid="why-score">
          <th scope="row">{say().why.sum}</th>
          <td />
          <td class="number">{shareWords(score)}</td>
        </tr>
      </tfoot>
    </table>
  )
}
