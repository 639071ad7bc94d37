import type { InteractionType } from '@locavore/core'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import fc from 'fast-check'
import { test } from 'vitest'
import { callerOf, type EngineCall, feed, serveCatalogue } from '../../testing/open-engine.js'
import { createEngine } from './engine.js'

type Step =
  | { readonly do: 'record'; readonly type: InteractionType; readonly item: number }
  | { readonly do: 'forget'; readonly which: number }
  | { readonly do: 'move' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('record' as const),
      type: fc.constantFrom<InteractionType>('like', 'save', 'view', 'dislike', 'hide', 'skip', 'impression'),
      item: fc.nat(59),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('forget' as const), which: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'move' as const }) },
)

const idOf = (item: number) => `item-${String(item).padStart(4, '0')}`

test('whatever was recorded, forgotten and moved: the feed is that of a device that only ever saw what is left', async () => {
  const { request } = await serveCatalogue({ perCluster: 10 })
  const fresh = async () => {
    const call = callerOf(createEngine({ openStore, createKernels }))
    await call('open', request)
    await call('load', {})
    return call
  }
  const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
    let call = await fresh()
    let left: { readonly type: InteractionType; readonly itemId: string; readonly sequence: number }[] = []
    for (const one of steps) {
      if (one.do === 'record') {
        const interaction = { type: one.type, itemId: idOf(one.item) }
        left.push({ ...interaction, sequence: (await call('record', { interaction })).sequence })
      } else if (one.do === 'forget') {
        const doomed = left[one.which]
        if (doomed === undefined) continue
        await call('forget', { sequences: [doomed.sequence] })
        left = left.filter((entry) => entry !== doomed)
      } else {
        call = await moved(call, fresh)
      }
      // In between, so that profiles are folded on and not only rebuilt.
      await call('profile', {})
    }
    const naive = await fresh()
    for (const { type, itemId } of left) await naive('record', { interaction: { type, itemId } })
    const [seen, expected] = [await feed(call), await feed(naive)]
    if (JSON.stringify(seen) !== JSON.stringify(expected)) throw new Error('the feeds differ')
  })
  await fc.assert(property, { numRuns: 25 })
}, 60_000)

/** Another device, with what this one exports. */
async function moved(call: EngineCall, fresh: () => Promise<EngineCall>): Promise<EngineCall> {
  const { json } = await call('exportData', {})
  const other = await fresh()
  await other('importData', { json })
  return other
}
