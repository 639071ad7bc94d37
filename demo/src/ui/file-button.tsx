import { useRef } from 'preact/hooks'
import { Icon, type IconName } from './icon.js'

interface FileButtonProps {
  readonly label: string
  /** The first words of the label, where there is room for no more. */
  readonly short?: string
  readonly icon: IconName
  readonly accept: string
  readonly onFiles: (files: readonly File[]) => void
  readonly multiple?: boolean
  readonly iconOnly?: boolean
  readonly disabled?: boolean
  readonly testId: string
}

/** A button that opens the file picker. The input behind it is found by tests, not by people. */
export function FileButton({
  label,
  short,
  icon,
  accept,
  onFiles,
  multiple,
  iconOnly,
  disabled,
  testId,
}: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  const take = (): void => {
    const element = input.current
    if (element === null) return
    onFiles([...(element.files ?? [])])
    element.value = ''
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={multiple === true}
        onChange={take}
        data-testid={testId}
      />
      <button
        type="button"
        class={iconOnly === true ? 'icon-button' : 'button'}
        aria-label={iconOnly === true || short !== undefined ? label : undefined}
        title={iconOnly === true || short !== undefined ? label : undefined}
        disabled={disabled === true}
        onClick={() => input.current?.click()}
      >
        <Icon name={icon} />
        {iconOnly !== true && (short ?? label)}
      </button>
    </>
  )
}
