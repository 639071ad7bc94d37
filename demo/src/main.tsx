import './styles/index.css'
import { render } from 'preact'
import { App } from './app.js'
import { followOpenItem } from './detail/open-postcard.js'
import { readFacets } from './filters/choices.js'
import { followSpoken, speak } from './language/texts.js'
import { readRequests, watchRequests } from './privacy/requests.js'
import { keepOffline } from './shell/offline.js'
import { followShelves } from './shelves/home-shelves.js'
import { recommender } from './state/connection.js'
import { followLanguage, language } from './state/language.js'
import { followChoices } from './state/listing.js'
import { readMarks } from './state/marks.js'
import { followAddress } from './state/navigation.js'
import { largeCount } from './state/session.js'
import { readSteering } from './steer/steering.js'

watchRequests()
followAddress()
followLanguage()
followSpoken()

const root = document.querySelector('#app')
// The page appears in its own language at once; where that cannot be had, in English.
if (root !== null) void speak(language.peek()).then(() => render(<App />, root))

// The feed comes first; everything else may arrive around it.
followChoices()
followOpenItem()
followShelves()
// A catalogue made here is counted as it is made.
if (largeCount === undefined) void readFacets().catch(() => undefined)
void readMarks().catch(() => undefined)
void readSteering().catch(() => undefined)
recommender().then(
  () => {
    void readRequests().catch(() => undefined)
    keepOffline()
  },
  () => undefined,
)
