import { Icon } from './icon.js'
import { theme, toggleTheme } from './theme.js'

export function ThemeButton() {
  const dark = theme.value === 'dark'
  return (
    <button
      type="button"
      class="icon-button"
      aria-pressed={dark}
      aria-label="Dark colours"
      title={dark ? 'Light colours' : 'Dark colours'}
      onClick={toggleTheme}
    >
      <Icon name={dark ? 'sun' : 'moon'} />
    </button>
  )
}
