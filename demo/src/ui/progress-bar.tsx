import { useId } from 'preact/hooks'

interface ProgressBarProps {
  readonly label: string
  /** 0 to 1; left out while it cannot be known. */
  readonly share?: number | undefined
}

export function ProgressBar({ label, share }: ProgressBarProps) {
  const id = useId()
  return (
    <div class="progress" data-testid="progress">
      <span id={id}>{label}</span>
      <progress aria-labelledby={id} max={1} value={share} />
    </div>
  )
}
