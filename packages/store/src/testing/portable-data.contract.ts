import type { Item } from '@locavore/core'
import { expect, test } from 'vitest'
import type { Store } from '../store.js'
import { type ContractTarget, embedding, idsIn, item, like } from './samples.fixture.js'

export function describePortableData({ open }: ContractTarget): void {
  async function filled(): Promise<Store> {
    const store = await open()
    await store.append([like('a'), like('b'), { type: 'search', at: 3, query: '静かな港' }, like('d')])
    await store.forget([2])
    await store.putItems(
      [
        item('own', {
          image: 'data:image/png;base64,AA==',
          audio: 'data:audio/wav;base64,AA==',
          clip: '/own.webm',
        }),
        item('bare'),
      ],
      (['text', 'image', 'audio', 'clip'] as const).map((modality, seed) => embedding('own', 5 + seed, { modality })),
    )
    return store
  }

  test('exports what is the person’s, and imports it into another store', async () => {
    const source = await filled()
    const file = JSON.parse(JSON.stringify(await source.exportData()))
    expect(file.items.map((one: Item) => one.id)).toEqual(['bare', 'own'])
    expect(file.interactions).toEqual(await source.readLog())
    const copy = await open()
    await copy.append([like('x')])
    await copy.putItems([item('gone')], [embedding('gone', 1)])
    const { epoch } = await copy.revision()
    expect(await copy.importData(file)).toEqual({ interactions: 3, items: 2 })
    expect(await copy.revision()).toEqual({ last: 4, epoch: epoch + 1 })
    expect(await idsIn(copy)).toEqual(['bare', 'own'])
    expect({ ...(await copy.exportData()), exportedAt: 0 }).toEqual({ ...file, exportedAt: 0 })
    expect((await copy.append([like('e')]))[0]?.sequence).toBe(5)
  })

  const broken: readonly (readonly [string, (file: Record<string, unknown>) => unknown])[] = [
    ['nothing', () => undefined],
    ['text', () => '{}'],
    ['another format', (file) => ({ ...file, format: 'locavore-export@2' })],
    ['a missing part', ({ items: _, ...rest }) => rest],
    ['an unknown part', (file) => ({ ...file, extra: [] })],
    ['numbers out of order', (file) => ({ ...file, interactions: [...(file['interactions'] as [])].reverse() })],
    ['a number beyond all bounds', (file) => ({ ...file, interactions: [{ ...like('a'), sequence: 2 ** 40 }] })],
    ['an item twice', (file) => ({ ...file, items: [item('own'), item('own')], embeddings: [] })],
    ['a vector of no item', (file) => ({ ...file, items: [] })],
    ['codes that are no base64', (file) => withCodes(file, '***')],
    ['a code of -128', (file) => withCodes(file, btoa('\u0080'.repeat(8)))],
    ['a prototype key', (file) => JSON.parse(JSON.stringify(file).replace('"tags"', '"__proto__"'))],
    ['a prototype part', (file) => JSON.parse(`{"__proto__": {}, ${JSON.stringify(file).slice(1)}`)],
  ]

  test.each(broken)('refuses to import %s and changes nothing', async (_, breakIt) => {
    const store = await filled()
    const before = await store.exportData()
    const revision = await store.revision()
    const data = breakIt(structuredClone({ ...before }))
    await expect(store.importData(data)).rejects.toMatchObject({ code: 'import-invalid' })
    expect({ ...(await store.exportData()), exportedAt: 0 }).toEqual({ ...before, exportedAt: 0 })
    expect(await store.revision()).toEqual(revision)
    expect(({} as Record<string, unknown>)['tags']).toBeUndefined()
  })

  test('names the place of an error but never the value', async () => {
    const store = await filled()
    const file = await store.exportData()
    const secret = { ...file, interactions: [{ ...like('a'), sequence: 1, query: ['a secret'] }] }
    const error = await store.importData(secret).catch((thrown: unknown) => thrown as Error)
    expect(String(error)).toContain('data.interactions[0].query')
    expect(String(error)).not.toContain('a secret')
  })
}

function withCodes(file: Record<string, unknown>, codes: string): unknown {
  const embeddings = file['embeddings'] as readonly object[]
  return { ...file, embeddings: embeddings.map((one) => ({ ...one, codes })) }
}
