import { chooseLanguage, LANGUAGES, type Language, language } from '../state/language.js'

const CHOICES = Object.entries(LANGUAGES) as [Language, string][]

/** The language of the postcards' own words. */
export function LanguageChoice() {
  return (
    <label class="language" title="The language of the postcards. The page around them is in English.">
      <span class="visually-hidden">Language of the postcards</span>
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
