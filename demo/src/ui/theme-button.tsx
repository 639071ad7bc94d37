import { say } from '../language/texts.js'
import { Icon } from './icon.js'
import { theme, toggleTheme } from './theme.js'

export function ThemeButton() {
  const dark = theme.value === 'dark'
  return (
    <button
      type="button"
      class="icon-button"
      aria-pressed={dark}
      aria-label={say().head.dark}
      title={dark ? say().head.light : say().head.dark}
      onClick={toggleTheme}
    >
      <Icon name={dark ? 'sun' : 'moon'} />
    </button>
  )
}
