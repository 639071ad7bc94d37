import type { ItemMethods } from '../contract/items.js'
import { addItems } from '../input/add-items.js'
import { idList, limits } from '../input/call-arguments.js'
import type { Caller } from './caller.js'

export function itemCalls(caller: Caller): ItemMethods {
  const { engine } = caller
  return {
    async addItems(items, options = {}) {
      caller.begin('addItems', options, ['onProgress'])
      const result = await addItems(items, options, caller)
      caller.reencoder?.begin()
      return result
    },

    async removeItems(itemIds, options = {}) {
      caller.begin('removeItems', options)
      const request = { itemIds: idList(itemIds, 'removeItems') }
      const { removed } = await engine.call('removeItems', request, limits(options))
      if (engine.waiting > 0) await engine.update()
      return removed
    },

    async getItems(itemIds, options = {}) {
      caller.begin('getItems', options)
      return (await engine.call('getItems', { itemIds: idList(itemIds, 'getItems') }, limits(options))).items
    },

    async reencode(options = {}) {
      caller.begin('reencode', options, ['onProgress'])
      caller.requireEncoder('reencode')
      return (await caller.reencoder?.run(options)) ?? { reencoded: 0, left: [] }
    },
  }
}
