import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LocavoreError } from '../errors.js'
import { checkItem, ITEM_LIMITS } from './item.js'

describe('checkItem', () => {
  it('copies exactly what it knows', () => {
    const item = {
      id: 'a',
      title: 't',
      text: 'x',
      image: '/a.jpg',
      audio: '/a.wav',
      clip: '/a.webm',
      attributes: { n: 1, list: ['x', true] },
      popularity: 3,
      likesByPeriod: [0, 2.5, 1],
      relations: [{ type: 'sequel', itemId: 'b' }],
      addedAt: 5,
    }
    const copy = checkItem(item)
    expect(copy).toEqual(item)
    expect(copy.attributes).not.toBe(item.attributes)
    expect(copy.relations?.[0]).not.toBe(item.relations[0])
    expect(copy.likesByPeriod).not.toBe(item.likesByPeriod)
    expect(checkItem({ id: 'a', title: undefined })).toEqual({ id: 'a' })
  })

  it.each([
    ['no object', null],
    ['a list', []],
    [
      'a class instance',
      new (class Thing {
        id = 'a'
      })(),
    ],
    ['no id', {}],
    ['an empty id', { id: '' }],
    ['a number as id', { id: 5 }],
    ['a long id', { id: 'x'.repeat(ITEM_LIMITS.id + 1) }],
    ['a long text', { id: 'a', text: 'x'.repeat(ITEM_LIMITS.text + 1) }],
    ['a title that is no text', { id: 'a', title: 5 }],
    ['a sound that is no address', { id: 'a', audio: {} }],
    ['a clip that is no address', { id: 'a', clip: 5 }],
    ['an unknown field', { id: 'a', price: 5 }],
    ['NaN popularity', { id: 'a', popularity: Number.NaN }],
    ['negative popularity', { id: 'a', popularity: -1 }],
    ['infinite age', { id: 'a', addedAt: Number.POSITIVE_INFINITY }],
    ['an age that no date can have', { id: 'a', addedAt: ITEM_LIMITS.addedAt + 1 }],
    ['attributes that are a list', { id: 'a', attributes: [] }],
    ['a nested attribute', { id: 'a', attributes: { deep: { er: 1 } } }],
    ['a NaN attribute', { id: 'a', attributes: { n: Number.NaN } }],
    ['a prototype key', { id: 'a', attributes: JSON.parse('{"__proto__": 1}') }],
    ['a constructor key', { id: 'a', attributes: { constructor: 'x' } }],
    [
      'too many attributes',
      { id: 'a', attributes: Object.fromEntries(Array.from({ length: 101 }, (_, k) => [`k${k}`, k])) },
    ],
    ['counts that are no list', { id: 'a', likesByPeriod: 5 }],
    ['a negative count', { id: 'a', likesByPeriod: [1, -1] }],
    ['a NaN count', { id: 'a', likesByPeriod: [Number.NaN] }],
    ['too many counts', { id: 'a', likesByPeriod: new Array(ITEM_LIMITS.periods + 1).fill(1) }],
    ['relations that are no list', { id: 'a', relations: { type: 'sequel', itemId: 'b' } }],
    ['a relation that is no object', { id: 'a', relations: ['b'] }],
    ['a relation without a type', { id: 'a', relations: [{ itemId: 'b' }] }],
    ['a relation with an empty type', { id: 'a', relations: [{ type: '', itemId: 'b' }] }],
    ['a relation with a long type', { id: 'a', relations: [{ type: 'x'.repeat(65), itemId: 'b' }] }],
    ['a relation to nothing', { id: 'a', relations: [{ type: 'sequel' }] }],
    ['a relation to itself', { id: 'a', relations: [{ type: 'sequel', itemId: 'a' }] }],
    ['an unknown field of a relation', { id: 'a', relations: [{ type: 'sequel', itemId: 'b', weight: 1 }] }],
    ['too many relations', { id: 'a', relations: new Array(201).fill({ type: 'sequel', itemId: 'b' }) }],
    ['too long a list', { id: 'a', attributes: { list: new Array(201).fill('x') } }],
  ])('refuses %s', (_, item) => {
    expect(() => checkItem(item)).toThrowError(expect.objectContaining({ code: 'invalid-argument' }))
  })

  it('answers anything at all with an item or its code', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => {
        try {
          expect(typeof checkItem(value).id).toBe('string')
        } catch (error) {
          expect(error).toBeInstanceOf(LocavoreError)
        }
      }),
    )
  })
})
