import type { RecommenderStatus } from 'locavore'

type Report = NonNullable<RecommenderStatus['encoder']>

const ENCODER: Record<Report['state'], string> = {
  idle: 'asleep until you search or add a photo',
  loading: 'loading',
  ready: 'ready',
  failed: 'not available',
  closed: 'closed',
}

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
  return (
    <dl class="device-state" data-testid="device-state">
      <dt>State</dt>
      <dd data-testid="state">
        {status.state}
        {status.reason === '' ? '' : `: ${status.reason}`}
      </dd>
      <dt>Kept in</dt>
      <dd data-testid="storage">
        {status.storage === 'indexeddb' ? 'this browser’s own storage' : 'memory, until the page is closed'}
      </dd>
      <dt>Postcards</dt>
      <dd>{status.items}</dd>
      <dt>Ranking by</dt>
      <dd data-testid="kernels">{status.kernels}</dd>
      <dt>Reading pictures and words</dt>
      <dd data-testid="encoder">
        {encoder === undefined ? 'switched off' : `${encoder.modelId}, ${ENCODER[encoder.state]}`}
        {encoder?.goldenCosine !== undefined && `, checked to ${encoder.goldenCosine.toFixed(4)}`}
        {encoder !== undefined && <Ladder report={encoder} />}
      </dd>
    </dl>
  )
}
