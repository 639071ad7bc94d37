import type { ShownRequest } from '../../shared/protocol.js'
import type { ExplainOptions, ExplanationMethods, Shown } from '../contract/explanations.js'
import { limits, longLimits } from '../input/call-arguments.js'
import { requireString } from '../validate.js'
import type { Caller } from './caller.js'

const OPTIONS = ['language', 'titles']

export function explanationCalls(caller: Caller): ExplanationMethods {
  const { engine } = caller
  return {
    async explain(recommendation, options = {}) {
      caller.begin('explain', options, OPTIONS)
      return engine.call('explain', shownRequest('explain', recommendation, options), limits(options))
    },

    async whatWouldChange(recommendation, options = {}) {
      caller.begin('whatWouldChange', options, [...OPTIONS, 'onProgress'])
      const { onProgress } = options
      const request = shownRequest('whatWouldChange', recommendation, options)
      return engine.call('whatWouldChange', request, {
        ...longLimits(options),
        ...(onProgress === undefined
          ? {}
          : { onProgress: (report: unknown) => onProgress(report as Parameters<typeof onProgress>[0]) }),
      })
    },
  }
}

function shownRequest(method: string, shown: Shown, { language, titles }: ExplainOptions): ShownRequest {
  return {
    listId: requireString(shown?.listId, `${method}: listId`),
    itemId: requireString(shown.item?.id, `${method}: item.id`),
    ...(language === undefined ? {} : { language }),
    ...(titles === undefined ? {} : { titles }),
  }
}
