import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { referenceKernels } from '../testing/reference-kernels.js'
import { createWorld } from '../testing/worlds.js'
import type { EmbeddingSpace, Modality } from '../types.js'
import { dequantise, quantise } from '../vector/quantise.js'
import { dot, norm, subtract } from '../vector/vector.js'
import { Catalogue } from './catalogue.js'

const space: EmbeddingSpace = { id: 'test@1', dimensions: 2, modalities: ['text', 'image'] }
const open = () => new Catalogue({ kernels: referenceKernels, space })
const vector = (...values: number[]) => quantise(values, 2)
const code = (expected: string) => expect.objectContaining({ code: expected })

describe('Catalogue', () => {
  it('holds what a map of items holds, under any sequence of changes', () => {
    const change = fc.tuple(fc.constantFrom('add', 'put', 'remove'), fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(9))
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const catalogue = open()
        const model = new Map<string, number>()
        for (const [kind, id, popularity] of changes) {
          const item = { id, popularity }
          const embeddings = popularity % 2 === 0 ? { text: vector(1, popularity) } : {}
          if (kind === 'remove') expect(catalogue.remove(id)).toBe(model.delete(id))
          else if (kind === 'add' && model.has(id))
            expect(() => catalogue.add(item)).toThrowError(code('duplicate-item'))
          else {
            catalogue[kind === 'add' ? 'add' : 'put'](item, embeddings)
            model.set(id, popularity)
          }
        }
        expect(catalogue.count).toBe(model.size)
        expect(
          catalogue
            .items()
            .map(({ id }) => id)
            .sort(),
        ).toEqual([...model.keys()].sort())
        for (const [id, popularity] of model) {
          const index = catalogue.require(id)
          expect(catalogue.idAt(index)).toBe(id)
          expect(catalogue.get(id).popularity).toBe(popularity)
          expect(catalogue.modality('text')?.has(index) ?? false).toBe(popularity % 2 === 0)
        }
      }),
    )
  })

  it('takes checked items and whole tables as it takes items one by one', () => {
    const given = Array.from({ length: 40 }, (_, k) => ({ id: `i${k}`, popularity: k }))
    const vectors = given.map((_, k) => vector(1 + k, 40 - 2 * k))
    const [one, many] = [open(), open()]
    for (const [k, item] of given.entries()) one.put(item, k % 3 === 0 ? {} : { text: vectors[k] as never })
    const indexes = Int32Array.from(given, (item) => many.putChecked(item))
    const table = {
      dimensions: 2,
      count: 40,
      codes: Int8Array.from(vectors.flatMap(({ codes }) => [...codes])),
      scales: Float32Array.from(vectors, ({ scale }, k) => (k % 3 === 0 ? 0 : scale)),
    }
    many.embedRows('text', indexes, table)
    expect(many.items()).toEqual(one.items())
    const all = (catalogue: Catalogue) => catalogue.modality('text')?.similarities(Float32Array.of(0.6, 0.8))
    expect(all(many)).toEqual(all(one))
    // Once it has been searched, a new table is in the next answer.
    one.put({ id: 'i0' }, { text: vector(3, 4) })
    many.embedRows('text', Int32Array.of(0), {
      ...table,
      count: 1,
      ...{ codes: vector(3, 4).codes },
      scales: Float32Array.of(vector(3, 4).scale),
    })
    expect(all(many)).toEqual(all(one))
    expect(() => many.embedRows('audio', indexes, table)).toThrowError(code('space-mismatch'))
    expect(() =>
      many.embedRows(
        'text',
        indexes.map((index) => index + 1),
        table,
      ),
    ).toThrowError(code('unknown-item'))
  })

  it('changes nothing when an embedding is refused', () => {
    const catalogue = open()
    catalogue.add({ id: 'a', title: 'old' }, { text: vector(1, 0) })
    const wrong = { codes: new Int8Array(3), scale: 1 }
    expect(() => catalogue.put({ id: 'a', title: 'new' }, { text: vector(0, 1), image: wrong })).toThrowError(
      code('invalid-vector'),
    )
    expect(() => catalogue.add({ id: 'b' }, { text: wrong })).toThrowError(code('invalid-vector'))
    expect(() => catalogue.add({ id: 'b' }, { audio: vector(1, 0) })).toThrowError(code('space-mismatch'))
    expect(catalogue.get('a').title).toBe('old')
    expect(catalogue.modality('text')?.similarity(0, 0)).toBeCloseTo(1, 6)
    expect(catalogue.has('b')).toBe(false)
  })

  it('refuses embeddings without a space, and names an unknown item', () => {
    const catalogue = new Catalogue({ kernels: referenceKernels })
    expect(() => catalogue.add({ id: 'a' }, { text: vector(1, 0) })).toThrowError(code('space-mismatch'))
    expect(() => catalogue.get('nobody')).toThrowError(/nobody/)
    expect(() => catalogue.get('nobody')).toThrowError(code('unknown-item'))
  })

  it('keeps items it was given apart from the caller’s', () => {
    const catalogue = open()
    const tags = ['x']
    catalogue.add({ id: 'a', attributes: { tags } })
    tags.push('y')
    expect(catalogue.get('a').attributes).toEqual({ tags: ['x'] })
  })
})

describe('centred similarity', () => {
  it('equals the textbook cosine of rows minus their mean, by row and by scan', () => {
    const { catalogue } = createWorld({ items: 40, dimensions: 12, withoutImage: 0.3, seed: 5 })
    for (const modality of ['text', 'image'] satisfies Modality[]) {
      const rows = catalogue.modality(modality)
      if (rows === undefined) throw new Error('no rows')
      const vectors = Array.from({ length: 40 }, (_, k) => (rows.has(k) ? dequantise(rows.matrix.row(k)) : undefined))
      const held = vectors.filter((row) => row !== undefined)
      const mean = Float64Array.from(
        { length: 12 },
        (_, d) => held.reduce((sum, row) => sum + (row[d] ?? 0), 0) / held.length,
      )
      const cosine = (a: Float32Array, b: Float32Array) =>
        dot(subtract(a, mean), subtract(b, mean)) / (norm(subtract(a, mean)) * norm(subtract(b, mean)))
      for (const [a, first] of vectors.entries()) {
        const row = rows.similarities(rows.centredRow(a))
        for (const [b, second] of vectors.entries()) {
          const expected = first === undefined || second === undefined ? 0 : cosine(first, second)
          expect(rows.similarity(a, b)).toBeCloseTo(expected, 4)
          if (first !== undefined) expect(row[b]).toBeCloseTo(expected, 4)
        }
      }
    }
  })

  it('takes one embedding of an item that is there, and keeps its others', () => {
    const catalogue = open()
    catalogue.add({ id: 'a' }, { text: vector(1, 0) })
    catalogue.embed('a', 'image', vector(0, 1))
    catalogue.embed('a', 'text', vector(0, 1))
    const rows = (modality: 'text' | 'image') => Array.from(catalogue.modality(modality)?.matrix.row(0).codes ?? [])
    expect([rows('text'), rows('image')]).toEqual([
      [0, 127],
      [0, 127],
    ])
    const refused = (id: string, given: ReturnType<typeof vector>) => () => catalogue.embed(id, 'text', given)
    expect(refused('b', vector(1, 0))).toThrow(expect.objectContaining({ code: 'unknown-item' }))
    expect(refused('a', { codes: new Int8Array(3), scale: 1 })).toThrow(
      expect.objectContaining({ code: 'invalid-vector' }),
    )
  })

  it('does not centre a handful of rows, whose mean is their content', () => {
    const catalogue = open()
    catalogue.add({ id: 'a' }, { text: vector(1, 0) })
    catalogue.add({ id: 'b' }, { text: vector(1, 0.1) })
    expect(catalogue.modality('text')?.similarity(0, 1)).toBeGreaterThan(0.9)
  })

  it('gives 0, not NaN, where all rows are the same', () => {
    const catalogue = open()
    for (let k = 0; k < 12; k += 1) catalogue.add({ id: `i${k}` }, { text: vector(1, 0) })
    expect(catalogue.modality('text')?.similarity(0, 1)).toBe(0)
    expect([...(catalogue.modality('text')?.similarities(new Float32Array([1, 0])) ?? [])]).toEqual(
      new Array(12).fill(0),
    )
  })
})
