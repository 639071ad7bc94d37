import { openStore } from '../open-store.js'
import { describeStore } from '../store.contract.js'

let count = 0

describeStore({
  name: 'The IndexedDB store in a browser',
  kind: 'indexeddb',
  open: async () => {
    const { store } = await openStore({ name: `contract-${count++}` })
    return store
  },
})
