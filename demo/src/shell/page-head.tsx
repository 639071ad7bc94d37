import { say } from '../language/texts.js'
import { AddMediaButton } from '../own/add-media-button.js'
import { PrivacyButton } from '../privacy/privacy-button.js'
import { SearchBar } from '../search/search-bar.js'
import { openSheet } from '../state/navigation.js'
import { Icon } from '../ui/icon.js'
import { LanguageChoice } from '../ui/language-choice.js'
import { ThemeButton } from '../ui/theme-button.js'

export function PageHead() {
  return (
    <header class="page-head">
      <div class="page-head-inside">
        <h1 class="wordmark">
          <img src="/icon.svg" alt="" width={34} height={34} />
          {say().common.postcards}
        </h1>
        <SearchBar />
        <div class="page-tools">
          <PrivacyButton />
          <AddMediaButton />
          <button
            type="button"
            class="button"
            data-testid="open-knowledge"
            onClick={() => {
              openSheet.value = 'knowledge'
            }}
          >
            <Icon name="device" />
            {say().head.knows}
          </button>
          <LanguageChoice />
          <ThemeButton />
        </div>
      </div>
    </header>
  )
}
