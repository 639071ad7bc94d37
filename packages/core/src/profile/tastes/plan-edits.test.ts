import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../random.js'
import { logOf } from '../../testing/worlds.js'
import { replay } from '../profile.js'
import { mergeEdits, splitEdit } from './plan-edits.js'
import { onlyTaste, type TasteEdit, tastes } from './tastes.js'

const ids = Array.from({ length: 12 }, (_, k) => `${'abc'[k % 3]}${k}`)
const profile = replay(logOf(...ids.map((itemId) => ({ type: 'like', itemId }) as const)))
/** Alike within a letter, and each pair a little differently. */
const similarity = (a: string, b: string) =>
  (a[0] === b[0] ? 0.6 : 0) + 0.1 * createRandom(Number(a.slice(1)) * Number(b.slice(1)) + 1)()
const found = (edits: readonly TasteEdit[]) => tastes({ profile, similarity, edits })
const groupOf = (edits: readonly TasteEdit[], itemId: string) =>
  found(edits).find(({ itemIds }) => itemIds.includes(itemId)) ?? expect.fail('no taste')

describe('changing tastes', () => {
  it('merges any two, whatever was done before, and splits any with two items into exactly one more', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(20), fc.nat(20)), { maxLength: 8 }), (steps) => {
        let edits: TasteEdit[] = []
        for (const [merge, a, b] of steps) {
          const before = found(edits)
          const [one, two] = [before[a % before.length], before[b % before.length]]
          if (one === undefined || two === undefined) return
          if (merge && one !== two) {
            edits = [...edits, ...mergeEdits(one, two, edits)]
            expect(groupOf(edits, one.id).itemIds).toEqual(expect.arrayContaining([...one.itemIds, ...two.itemIds]))
          } else if (one.itemIds.length > 1) {
            const edit = splitEdit(one, edits, similarity) ?? expect.fail('nothing to split')
            edits = [...edits, edit]
            expect(groupOf(edits, edit.itemId)).not.toEqual(groupOf(edits, edit.otherItemId))
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('takes a merge back, puts one item elsewhere, and leaves a single item alone', () => {
    const [one, two] = found([])
    if (one === undefined || two === undefined) throw new Error('two tastes are needed')
    const merged = mergeEdits(one, two, [])
    const split = splitEdit(groupOf(merged, one.id), merged, similarity) ?? expect.fail('nothing to split')
    expect(found([...merged, split])).toEqual(found([]))
    const [first = '', , third = ''] = one.itemIds
    const apart = splitEdit(one, [], similarity, third)
    expect(apart).toEqual({ kind: 'split', itemId: first, otherItemId: third })
    expect(splitEdit(one, [], similarity, 'elsewhere')).toBeUndefined()
    expect(splitEdit({ ...one, itemIds: [first] }, [], similarity)).toBeUndefined()
  })

  it('leaves of a profile what speaks for one taste, and all that speaks against anything', () => {
    const [one = expect.fail('no taste')] = found([])
    const withHide = replay([
      ...logOf(...ids.map((itemId) => ({ type: 'like', itemId }) as const)),
      { sequence: 99, type: 'hide', itemId: 'z', at: 0 },
    ])
    expect(onlyTaste(withHide, one).evidence.map(({ itemId }) => itemId)).toEqual([...one.itemIds, 'z'])
  })
})
