import { openStore } from '../open-store.js'
import { describeModel } from '../testing/model.contract.js'
import { describeStore } from '../testing/store.contract.js'

const open = async () => (await openStore({ name: 'contract', storage: 'memory' })).store

describeStore({ name: 'The memory store', kind: 'memory', open })
describeModel({ name: 'The memory store', runs: 200, open, reopen: async (store) => store })
