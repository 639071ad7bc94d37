/** One bar for a sound without an outline: a quiet line. */
const FLAT = '1'.repeat(56)
const LOUDEST = 35

/** The outline as a row of bars about a middle line, in a box of its own proportions. */
function pathOf(outline: string): string {
  return [...outline]
    .map((digit, index) => {
      const half = Math.max(0.06, (Number.parseInt(digit, 36) / LOUDEST) * 0.5)
      return `M${index + 0.5} ${(0.5 - half).toFixed(3)}V${(0.5 + half).toFixed(3)}`
    })
    .join('')
}

interface WaveformProps {
  readonly outline: string | undefined
  /** How much of it has been played, 0 to 1. */
  readonly share: number
}

/** A sound as bars, those already heard in the accent's colour. The slider over it says the same in words. */
export function Waveform({ outline = FLAT, share }: WaveformProps) {
  const path = pathOf(outline)
  return (
    <svg
      class="waveform"
      viewBox={`0 0 ${outline.length} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path class="waveform-all" d={path} />
      <path class="waveform-heard" d={path} style={{ clipPath: `inset(0 ${100 - share * 100}% 0 0)` }} />
    </svg>
  )
}
