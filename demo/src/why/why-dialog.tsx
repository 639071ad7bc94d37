import type { Explanation } from 'locavore'
import { Picture } from '../feed/picture.js'
import { Dialog } from '../ui/dialog.js'
import { why } from './explanation.js'
import { HistoryBehind } from './history-behind.js'
import { PartsChart } from './parts-chart.js'

function placeWords({ rankByScore, position }: Explanation): string {
  const [rank, shown] = [rankByScore + 1, position + 1]
  if (rank === shown) return `Number ${rank} by score, and shown there.`
  return `Number ${rank} by score; shown as number ${shown}, so that neighbours differ.`
}

function Answer() {
  const asked = why.value
  if (asked === undefined) return null
  const { recommendation, explanation, items, problem } = asked
  if (problem !== undefined) return <p role="alert">{problem}</p>
  return (
    <div class="why">
      <div class="why-item">
        <Picture item={recommendation.item} />
        <p class="why-sentence" data-testid="why-sentence">
          {explanation?.sentence ?? 'Working it out…'}
        </p>
      </div>
      {explanation !== undefined && (
        <>
          <PartsChart explanation={explanation} />
          <p class="quiet">{placeWords(explanation)}</p>
          <HistoryBehind history={explanation.history} items={items} />
        </>
      )}
    </div>
  )
}

export function WhyDialog() {
  const asked = why.value
  const close = (): void => {
    why.value = undefined
  }
  return (
    <Dialog
      open={asked !== undefined}
      onClose={close}
      title={`Why “${asked?.recommendation.item.title ?? ''}”?`}
      shape="plain"
      testId="why"
    >
      <Answer />
    </Dialog>
  )
}
