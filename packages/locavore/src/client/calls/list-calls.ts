import type { ListMethods } from '../contract/lists.js'
import { LIST_OPTIONS, limits, listRequest } from '../input/call-arguments.js'
import { prepareQuery } from '../input/prepare-query.js'
import { recommendationList } from '../recommendation-list.js'
import { requireString } from '../validate.js'
import type { Caller } from './caller.js'

export function listCalls(caller: Caller): ListMethods {
  const { engine, circumstances } = caller
  return {
    async recommend(options = {}) {
      caller.begin('recommend', options, [...LIST_OPTIONS, 'scenario', 'explore', 'fusion', 'taste'])
      const { scenario, explore, fusion, taste } = options
      const request = {
        ...listRequest(options, circumstances),
        ...(scenario === undefined ? {} : { scenario }),
        ...(explore === undefined ? {} : { explore }),
        ...(fusion === undefined ? {} : { fusion }),
        ...(taste === undefined ? {} : { taste }),
      }
      return recommendationList(await engine.call('recommend', request, limits(options)))
    },

    async related(itemId, options = {}) {
      caller.begin('related', options, LIST_OPTIONS)
      const request = { ...listRequest(options, circumstances), itemId: requireString(itemId, 'related: itemId') }
      return recommendationList(await engine.call('related', request, limits(options)))
    },

    async search(query, options = {}) {
      caller.begin('search', options, [...LIST_OPTIONS, 'personalise'])
      const prepared = await prepareQuery(query, caller.encoder, options.signal)
      const { personalise } = options
      const request = {
        ...listRequest(options, circumstances),
        ...prepared,
        ...(personalise === undefined ? {} : { personalise }),
      }
      return recommendationList(await engine.call('search', request, limits(options)))
    },

    async shelf(name, options = {}) {
      caller.begin('shelf', options, [...LIST_OPTIONS, 'itemId'])
      const { itemId } = options
      const request = {
        ...listRequest(options, circumstances),
        shelf: name,
        ...(itemId === undefined ? {} : { itemId: requireString(itemId, 'shelf: itemId') }),
      }
      return recommendationList(await engine.call('shelf', request, limits(options)))
    },

    async next(list, options = {}) {
      caller.begin('next', options, ['limit'])
      const listId = requireString(typeof list === 'string' ? list : list?.listId, 'next: the id of the list')
      const request = { listId, ...(options.limit === undefined ? {} : { limit: options.limit }) }
      return recommendationList(await engine.call('next', request, limits(options)))
    },
  }
}
