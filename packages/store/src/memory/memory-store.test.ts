import { openStore } from '../open-store.js'
import { describeStore } from '../testing/store.contract.js'

describeStore({
  name: 'The memory store',
  kind: 'memory',
  open: async () => (await openStore({ name: 'contract', storage: 'memory' })).store,
})
