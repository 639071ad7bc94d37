import type { RecommenderStatus } from 'locavore'
import { say } from '../language/texts.js'

type Report = NonNullable<RecommenderStatus['encoder']>

function Ladder({ report }: { readonly report: Report }) {
  const tried = report.ladder.filter(({ outcome }) => outcome !== 'not-tried')
  if (tried.length === 0) return null
  return (
    <ul class="ladder">
      {tried.map(({ device, outcome, reason }) => (
        <li key={device}>
          {device}: {outcome}
          {reason === '' ? '' : `, ${reason}`}
        </li>
      ))}
    </ul>
  )
}

/** The plain facts, for those who want them. */
export function DeviceState({ status }: { readonly status: RecommenderStatus }) {
  const { encoder } = status
  const words = say().device
  return (
    <dl class="device-state" data-testid="device-state">
      <dt>{words.state}</dt>
      <dd data-testid="state">
        {status.state}
        {status.reason === '' ? '' : `: ${status.reason}`}
      </dd>
      <dt>{words.keptIn}</dt>
      <dd data-testid="storage">{status.storage === 'indexeddb' ? words.indexeddb : words.memory}</dd>
      <dt>{words.postcards}</dt>
      <dd>{status.items}</dd>
      <dt>{words.rankingBy}</dt>
      <dd data-testid="kernels">{status.kernels}</dd>
      <dt>{words.reading}</dt>
      <dd data-testid="encoder">
        {encoder === undefined ? words.off : `${encoder.modelId}, ${words.encoder[encoder.state]}`}
        {encoder?.goldenCosine !== undefined && words.checked(encoder.goldenCosine.toFixed(4))}
        {encoder !== undefined && <Ladder report={encoder} />}
      </dd>
    </dl>
  )
}
