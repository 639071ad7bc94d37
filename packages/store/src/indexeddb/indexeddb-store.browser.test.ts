import { openStore } from '../open-store.js'
import { describeChunks } from '../testing/chunks.contract.js'
import { describeDamage } from '../testing/damage.contract.js'
import { describeFaults } from '../testing/faults.contract.js'
import { describeMigrations } from '../testing/migrations.contract.js'
import { freshName } from '../testing/raw-database.fixture.js'
import { describeStore } from '../testing/store.contract.js'
import { describeTabs } from '../testing/tabs.contract.js'

describeStore({
  name: 'The IndexedDB store in a browser',
  kind: 'indexeddb',
  open: async () => (await openStore({ name: freshName('contract') })).store,
})
describeTabs()
describeDamage()
describeChunks()
describeMigrations()
describeFaults()
