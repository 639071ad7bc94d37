import type { Alignment } from 'locavore'
import { say } from '../language/texts.js'

type RelevanceTimeline = Extract<Alignment, { readonly kind: 'timeline' }>

/** One outline of a line over time, in a box of 100 by 1, as steps joined by straight lines. */
function areaOf(relevance: ArrayLike<number>): string {
  const step = 100 / Math.max(1, relevance.length)
  const points = Array.from(
    relevance,
    (value, at) => `${((at + 0.5) * step).toFixed(2)} ${(1 - 0.92 * value).toFixed(3)}`,
  )
  const first = 1 - 0.92 * (relevance[0] ?? 0)
  const last = 1 - 0.92 * (relevance[relevance.length - 1] ?? 0)
  return `M0 1L0 ${first.toFixed(3)}L${points.join('L')}L100 ${last.toFixed(3)}L100 1Z`
}

/** Where the last step ends: as far from its start as it is from the one before. */
function endOf(seconds: Float32Array): number {
  const last = seconds[seconds.length - 1] ?? 0
  const before = seconds[seconds.length - 2] ?? 0
  return last + (last - before)
}

interface TimeLineProps {
  readonly line: RelevanceTimeline
  readonly kind: 'sound' | 'clip'
  readonly sought: string
}

/** A line over the seconds of a sound or clip, high where it fits. The sentence below says the same. */
export function TimeLine({ line, kind, sought }: TimeLineProps) {
  const end = endOf(line.seconds)
  return (
    <figure class="fit" data-testid={`time-line-${kind}`}>
      <div class={`time-line time-line-${kind}`}>
        <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <path d={areaOf(line.relevance)} />
        </svg>
        <span class="time-peak" aria-hidden="true" style={{ left: `${(line.peak / end) * 100}%` }} />
        <span class="time-ends" aria-hidden="true">
          <span>0 s</span>
          <span>{Math.round(end)} s</span>
        </span>
      </div>
      <figcaption>
        <strong>{say().fit[kind]}</strong>
        {say().fit.high(sought, line.peak.toFixed(1))}
      </figcaption>
    </figure>
  )
}
