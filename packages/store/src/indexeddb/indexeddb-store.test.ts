import 'fake-indexeddb/auto'
import { openStore } from '../open-store.js'
import { describeStore } from '../store.contract.js'

let count = 0

describeStore({
  name: 'The IndexedDB store over fake-indexeddb',
  kind: 'indexeddb',
  open: async () => (await openStore({ name: `contract-${count++}` })).store,
})
