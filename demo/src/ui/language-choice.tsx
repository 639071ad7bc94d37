import { say } from '../language/texts.js'
import { chooseLanguage, LANGUAGES, type Language, language } from '../state/language.js'

const CHOICES = Object.entries(LANGUAGES) as [Language, string][]

/** The language of the page and of the postcards. */
export function LanguageChoice() {
  return (
    <label class="language" title={say().head.language}>
      <span class="visually-hidden">{say().head.language}</span>
      <select
        value={language.value}
        data-testid="language"
        onChange={({ currentTarget }) => chooseLanguage(currentTarget.value as Language)}
      >
        {CHOICES.map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
