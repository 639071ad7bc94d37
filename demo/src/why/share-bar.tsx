interface ShareBarProps {
  readonly value: number
  /** The largest absolute value on the same scale. */
  readonly most: number
  readonly tone: string
}

/** A bar after the middle for a plus, before it for a minus. The number beside it says the same. */
export function ShareBar({ value, most, tone }: ShareBarProps) {
  const width = most === 0 ? 0 : Math.min(50, (Math.abs(value) / most) * 50)
  return (
    <span class="share-bar" aria-hidden="true">
      <span
        class={`share-fill tone-${tone}`}
        style={{ width: `${width}%`, insetInlineStart: value < 0 ? `${50 - width}%` : '50%' }}
      />
    </span>
  )
}
