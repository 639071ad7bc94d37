import 'fake-indexeddb/auto'
import { databaseName } from '../site-name.js'
import { describeModel } from '../testing/model.contract.js'
import { freshName } from '../testing/raw-database.fixture.js'
import { IndexedDbStore } from './indexeddb-store.js'

let name = ''

describeModel({
  name: 'The IndexedDB store over fake-indexeddb',
  runs: 50,
  open: () => {
    name = databaseName(freshName('model'))
    return IndexedDbStore.open(name)
  },
  reopen: async (store) => {
    await store.close()
    return IndexedDbStore.open(name)
  },
})
