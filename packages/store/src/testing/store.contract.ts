import { describe, expect, test } from 'vitest'
import { describePacks } from './packs.contract.js'
import { describePortableData } from './portable-data.contract.js'
import { type ContractTarget, embedding, idsIn, item, like, rowOf, rowsIn } from './samples.fixture.js'

/** What every `Store` must do. */
export function describeStore(target: ContractTarget): void {
  describe(`${target.name} keeps the contract`, () => {
    describeLog(target)
    describeItems(target)
    describePacks(target.open)
    describeProfile(target)
    describePortableData(target)
    describeEnd(target)
  })
}

function describeLog({ open, kind }: ContractTarget): void {
  test('is of its kind and empty at first', async () => {
    const store = await open()
    expect(store.kind).toBe(kind)
    expect(await store.readLog()).toEqual([])
    expect((await store.revision()).last).toBe(0)
    expect(await store.readItems()).toEqual([])
    expect(await store.readEmbeddings('space@1')).toEqual([])
    expect(await store.loadProfile()).toBeUndefined()
  })

  test('numbers interactions from 1 and gives them back whole', async () => {
    const store = await open()
    const full = { type: 'play', itemId: 'b', at: -5, value: 0.5, listId: 'l1', position: 3, propensity: 0.25 } as const
    const appended = await store.append([like('a'), full])
    expect(appended).toEqual([
      { ...like('a'), sequence: 1 },
      { ...full, sequence: 2 },
    ])
    await store.append([{ type: 'search', at: 7, query: 'harbour' }])
    expect(await store.append([])).toEqual([])
    expect(await store.readLog()).toEqual([...appended, { type: 'search', at: 7, query: 'harbour', sequence: 3 }])
    expect((await store.readLog(2)).map((one) => one.sequence)).toEqual([3])
    expect(await store.readLog(9)).toEqual([])
    expect((await store.revision()).last).toBe(3)
  })

  test('numbers appends that run at the same time without gaps', async () => {
    const store = await open()
    const calls = Array.from({ length: 20 }, (_, index) => store.append([like(`a${index}`), like(`b${index}`)]))
    const appended = (await Promise.all(calls)).flat()
    expect(appended.map((one) => one.sequence).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    )
    expect(await store.readLog()).toHaveLength(40)
  })

  test.each([
    ['a type nobody knows', { type: 'stare', itemId: 'a', at: 1 }],
    ['no item', { type: 'like', at: 1 }],
    ['no number for a time', { type: 'like', itemId: 'a', at: Number.NaN }],
    ['an unknown field', { type: 'like', itemId: 'a', at: 1, userId: 'me' }],
  ])('refuses an interaction with %s and writes none of its batch', async (_, wrong) => {
    const store = await open()
    await expect(store.append([like('a'), wrong as never])).rejects.toMatchObject({ code: 'invalid-argument' })
    expect(await store.readLog()).toEqual([])
    expect((await store.revision()).last).toBe(0)
  })

  test('forgets for good, keeps the numbers and starts a new epoch', async () => {
    const store = await open()
    await store.append([like('a'), like('b'), like('c')])
    const before = await store.revision()
    expect(await store.forget([2, 2, 99, -1, 0.5])).toBe(1)
    expect((await store.readLog()).map((one) => one.itemId)).toEqual(['a', 'c'])
    expect(await store.revision()).toEqual({ last: 3, epoch: before.epoch + 1 })
    expect(await store.forget([2])).toBe(0)
    expect((await store.revision()).epoch).toBe(before.epoch + 1)
    expect((await store.append([like('d')]))[0]?.sequence).toBe(4)
  })
}

function describeItems({ open }: ContractTarget): void {
  test('keeps items and embeddings together', async () => {
    const store = await open()
    const entries = [embedding('a', 1), embedding('a', 2, { modality: 'image' }), embedding('b', 3)]
    await store.putItems([item('a'), item('b'), item('c')], entries)
    expect(await store.readItems()).toEqual(expect.arrayContaining([item('a'), item('b'), item('c')]))
    expect(await rowsIn(store)).toEqual(entries.map(rowOf).sort((a, b) => (String(a) < String(b) ? -1 : 1)))
    expect(await store.readEmbeddings('another@1')).toEqual([])
  })

  test('replaces an item with all its embeddings, and one embedding alone', async () => {
    const store = await open()
    await store.putItems([item('a')], [embedding('a', 1), embedding('a', 2, { modality: 'image' })])
    await store.putItems([], [embedding('a', 3)])
    expect(await rowsIn(store)).toEqual([embedding('a', 2, { modality: 'image' }), embedding('a', 3)].map(rowOf))
    await store.putItems([item('a', { title: 'New' })], [embedding('a', 4)])
    expect(await rowsIn(store)).toEqual([rowOf(embedding('a', 4))])
    expect((await store.readItems()).map(({ title }) => title)).toEqual(['New'])
  })

  test('names what another model made, until it is replaced or removed', async () => {
    const store = await open()
    const old = { spaceId: 'space@0' }
    await store.putItems(
      [item('a'), item('b'), item('c')],
      [
        embedding('a', 1, old),
        embedding('a', 2, { ...old, modality: 'clip' }),
        embedding('b', 3, old),
        embedding('c', 4),
      ],
    )
    const names = async () => (await store.listOtherSpaces('space@1')).map((one) => Object.values(one).join(' ')).sort()
    expect(await names()).toEqual(['a space@0 clip', 'a space@0 text', 'b space@0 text'])
    await store.putItems([], [embedding('a', 5)])
    expect(await names()).toEqual(['a space@0 clip', 'a space@0 text', 'b space@0 text'])
    await store.putItems([item('a')], [embedding('a', 5)])
    await store.removeItems(['b'])
    expect(await names()).toEqual([])
  })

  test('removes items with their embeddings and uses the rows again', async () => {
    const store = await open()
    const ids = ['a', 'b', 'c', 'd']
    await store.putItems(
      ids.map((id) => item(id)),
      ids.map((id, index) => embedding(id, index)),
    )
    expect(await store.removeItems(['b', 'c', 'x', 'b'])).toBe(2)
    await store.putItems([item('e')], [embedding('e', 9)])
    expect(await idsIn(store)).toEqual(['a', 'd', 'e'])
    expect(await rowsIn(store)).toEqual([embedding('a', 0), embedding('d', 3), embedding('e', 9)].map(rowOf))
    expect(await store.removeItems(['a', 'd', 'e'])).toBe(3)
    expect(await store.readEmbeddings('space@1')).toEqual([])
  })

  test('shares no memory with its callers', async () => {
    const store = await open()
    const entry = embedding('a', 1)
    const given = { id: 'a', attributes: { tags: ['x'] } }
    await store.putItems([given], [entry])
    given.attributes.tags.push('y')
    entry.codes.fill(0)
    const tags = (await store.readItems())[0]?.attributes?.['tags']
    if (Array.isArray(tags)) tags.push('z')
    for (const chunk of await store.readEmbeddings('space@1')) chunk.codes.fill(0)
    expect(await store.readItems()).toEqual([{ id: 'a', attributes: { tags: ['x'] } }])
    expect(await rowsIn(store)).toEqual([rowOf(embedding('a', 1))])
  })

  test.each([
    ['an item twice', 'duplicate-item', [item('b'), item('b')], []],
    ['an embedding twice', 'duplicate-item', [item('b')], [embedding('b', 1), embedding('b', 2)]],
    ['an embedding of no item', 'unknown-item', [item('b')], [embedding('b', 1), embedding('x', 1)]],
    ['an empty id', 'invalid-argument', [item('b'), item('')], []],
    ['a reserved attribute', 'invalid-argument', [item('b', { attributes: JSON.parse('{"__proto__": 1}') })], []],
    ['an attribute that is no value', 'invalid-argument', [item('b', { attributes: { x: Number.NaN } })], []],
    ['an unknown field', 'invalid-argument', [item('b', { colour: 'red' } as never)], []],
    ['a scale of 0', 'invalid-vector', [item('b')], [embedding('b', 1, { scale: 0 })]],
    ['no codes', 'invalid-vector', [item('b')], [embedding('b', 1, { codes: new Int8Array(0) })]],
    ['other dimensions', 'space-mismatch', [item('b')], [embedding('b', 1, { codes: new Int8Array(4) })]],
  ] as const)('refuses %s and changes nothing', async (_, code, items, entries) => {
    const store = await open()
    await store.putItems([item('a')], [embedding('a', 1)])
    await expect(store.putItems(items, entries)).rejects.toMatchObject({ code })
    expect(await idsIn(store)).toEqual(['a'])
    expect(await rowsIn(store)).toEqual([rowOf(embedding('a', 1))])
  })
}

function describeProfile({ open }: ContractTarget): void {
  test('gives back the newest profile', async () => {
    const store = await open()
    await store.append([like('a'), like('b'), like('c')])
    const { epoch } = await store.revision()
    for (const last of [1, 2, 3]) {
      await store.saveProfile({ revision: { last, epoch }, bytes: Uint8Array.of(last, 9) })
      expect(await store.loadProfile()).toEqual({ revision: { last, epoch }, bytes: Uint8Array.of(last, 9) })
    }
  })

  test('drops a profile when something it was folded from is forgotten, and takes no stale one', async () => {
    const store = await open()
    await store.append([like('a')])
    const revision = await store.revision()
    await store.saveProfile({ revision, bytes: Uint8Array.of(1) })
    await store.forget([1])
    expect(await store.loadProfile()).toBeUndefined()
    await store.saveProfile({ revision, bytes: Uint8Array.of(1) })
    expect(await store.loadProfile()).toBeUndefined()
  })
}

function describeEnd({ open }: ContractTarget): void {
  test.each(['erase', 'close'] as const)('answers every call with `closed` after %s', async (end) => {
    const store = await open()
    await store.append([like('a')])
    await store[end]()
    const calls = [
      store.append([like('a')]),
      store.readLog(),
      store.revision(),
      store.forget([1]),
      store.putItems([item('a')], []),
      store.removeItems(['a']),
      store.readItems(),
      store.readEmbeddings('space@1'),
      store.putPackFiles(new Map([['a'.repeat(64), Uint8Array.of(1)]])),
      store.readPackFile('a'.repeat(64)),
      store.listPackFiles(),
      store.packState(),
      store.saveProfile({ revision: { last: 0, epoch: 0 }, bytes: Uint8Array.of(1) }),
      store.loadProfile(),
      store.exportData(),
      store.erase(),
    ]
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'closed' } })
    }
    await store.close()
  })
}
