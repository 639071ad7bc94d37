import type { Explanation } from 'locavore'
import { partLabel, shareWords } from './part-names.js'
import { ShareBar } from './share-bar.js'

export function PartsChart({ explanation }: { readonly explanation: Explanation }) {
  const { parts, score } = explanation
  const most = Math.max(...parts.map(({ value }) => Math.abs(value)), 0)
  return (
    <table class="parts" data-testid="why-parts">
      <caption class="visually-hidden">The parts of the score, and their sum</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Bar</th>
          <th scope="col">Share</th>
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
          <th scope="row">Score, the sum</th>
          <td />
          <td class="number">{shareWords(score)}</td>
        </tr>
      </tfoot>
    </table>
  )
}
