import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PackedItems, readItems, writeItems } from '../index.js'

const bases = ['https://site.example/packs/manifest.json', 'http://127.0.0.1:8080/manifest.json?v=2#a'] as const
/** Plain ones, and all that resolving does something to. */
const address = fc.oneof(
  fc.stringMatching(/^[\w/.-]{1,20}$/),
  fc.constantFrom('../up.jpg', './here.jpg', '/root.jpg', '//other.example/a.jpg', 'a b.jpg', 'a/../b.jpg', 'é.jpg'),
  fc.webUrl(),
)
const item = fc.record(
  {
    id: fc.string({ minLength: 1 }),
    title: fc.string(),
    image: address,
    popularity: fc.nat(),
    attributes: fc.constant({ tags: ['a'] }),
  },
  { requiredKeys: ['id'] },
)
const items = fc.uniqueArray(item, { minLength: 1, maxLength: 20, selector: ({ id }) => id })
const isAddress = (text: string, base: string) =>
  URL.canParse(text, base) && /^https?:/.test(new URL(text, base).protocol)

test('addresses are what a browser resolves them to, however plain', () => {
  fc.assert(
    fc.property(items, fc.constantFrom(...bases), (given, base) => {
      const good = given.filter(({ image }) => image === undefined || isAddress(image, base))
      const bytes = writeItems(good)
      const read = readItems(bytes, { file: 'x', rows: good.length, base: new URL(base) })
      const resolved = ({ image }: (typeof good)[number]) => image && new URL(image, base).href
      expect(read.map((one) => one.image)).toEqual(good.map(resolved))
    }),
  )
})

test('what was taken before is read again as the same items, with or without an address of the manifest', () => {
  fc.assert(
    fc.property(items, fc.constantFrom(undefined, ...bases), (given, base) => {
      const good = given.filter(({ image }) => image === undefined || isAddress(image, base ?? bases[0]))
      const ground = { file: 'x', rows: good.length, ...(base === undefined ? {} : { base: new URL(base) }) }
      expect(PackedItems.known(writeItems(good), ground).items()).toEqual(readItems(writeItems(good), ground))
    }),
  )
})

test('what cannot be the same file is refused all the same', () => {
  const bytes = writeItems([{ id: 'a' }, { id: 'b' }])
  const refused = expect.objectContaining({ code: 'catalogue-invalid' })
  expect(() => PackedItems.known(bytes, { file: 'x', rows: 3 })).toThrow(refused)
  expect(() => PackedItems.known(bytes.subarray(0, 12), { file: 'x', rows: 1 })).toThrow(refused)
  expect(() => PackedItems.known(Uint8Array.of(0xff, 0xfe), { file: 'x', rows: 1 })).toThrow(refused)
})
