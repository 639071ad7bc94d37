import { expect, type Page, test } from '@playwright/test'
import { deviceOf, openDemo, recommend } from '../support/demo.js'
import { brokenJpeg, hugePngHeader, hundredMegapixels } from '../support/pictures.js'

test.beforeEach(async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
})

/** Nothing a bad input touches may change what is there. */
async function unharmed(page: Page, act: () => Promise<void>): Promise<void> {
  const before = await recommend(page)
  const held = await page.evaluate(async () => (await postcards.recommender.status()).items)
  await act()
  expect(await recommend(page)).toEqual(before)
  expect(await page.evaluate(async () => (await postcards.recommender.status()).items)).toBe(held)
}

async function addPicture(page: Page, bytes: Buffer): Promise<string> {
  return page.evaluate(async (base64) => {
    const blob = await (await fetch(`data:image/png;base64,${base64}`).catch(() => undefined))?.blob()
    const raw = blob ?? new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))])
    const { refused } = await postcards.recommender.addItems([{ id: 'bad-picture', image: raw }])
    return refused.map(({ id, error }) => `${id}: ${error.code}`).join()
  }, bytes.toString('base64'))
}

test('a broken picture is refused with its code', async ({ page }) => {
  await unharmed(page, async () => {
    expect(await addPicture(page, await brokenJpeg())).toBe('bad-picture: invalid-picture')
  })
})

test('a file that is no picture is refused with its code', async ({ page }) => {
  await unharmed(page, async () => {
    expect(await addPicture(page, Buffer.from('<html>not a picture</html>'))).toMatch(
      /invalid-picture|unsupported-media/,
    )
  })
})

test('a picture of 100 megapixels is refused before it is decoded', async ({ page }) => {
  await unharmed(page, async () => {
    expect(await addPicture(page, await hundredMegapixels())).toBe('bad-picture: picture-too-large')
    expect(await addPicture(page, hugePngHeader(100_000, 100_000))).toBe('bad-picture: picture-too-large')
  })
})

test('an unknown item id is refused with its code', async ({ page }) => {
  await unharmed(page, async () => {
    const codes = await page.evaluate(async () => {
      const codeOf = (call: Promise<unknown>) =>
        call.then(
          () => 'none',
          (error: { code: string }) => error.code,
        )
      const { recommender } = postcards
      return [
        await codeOf(recommender.record({ type: 'like', itemId: 'no-such-item' })),
        await codeOf(recommender.related('no-such-item')),
        await codeOf(recommender.search({ itemId: 'no-such-item' })),
        await codeOf(recommender.getItems(['no-such-item'])),
      ]
    })
    expect(codes).toEqual(['unknown-item', 'unknown-item', 'unknown-item', 'unknown-item'])
  })
})

test('a vector with NaN, of the wrong length or of another space is refused with its code', async ({ page }) => {
  await unharmed(page, async () => {
    const codes = await page.evaluate(async () => {
      const { recommender } = postcards
      const [like] = await recommender.recommend({ limit: 1 })
      const dimensions = 128
      const vectors = [
        new Float32Array(dimensions).fill(Number.NaN),
        new Float32Array(dimensions - 1).fill(0.1),
        new Float32Array(dimensions),
      ]
      const codes: string[] = [like === undefined ? 'empty feed' : 'feed']
      for (const [index, image] of vectors.entries()) {
        const { added, refused } = await recommender.addItems([{ id: `bad-${index}`, embeddings: { image } }])
        codes.push(`${added} ${refused[0]?.error.code}`)
      }
      const image = new Float32Array(dimensions).fill(0.1)
      const { refused } = await recommender.addItems([{ id: 'bad-space', embeddings: { image }, spaceId: 'another@1' }])
      codes.push(refused[0]?.error.code ?? 'none')
      return codes
    })
    expect(codes).toEqual(['feed', '0 invalid-vector', '0 invalid-vector', '0 invalid-vector', 'space-mismatch'])
  })
})

test('an unknown option is an error that names it', async ({ page }) => {
  const message = await page.evaluate(async () => {
    const options = { limit: 3, limmit: 4 } as { limit: number }
    return postcards.recommender.recommend(options).then(
      () => 'none',
      (error: { code: string; message: string }) => `${error.code} ${error.message}`,
    )
  })
  expect(message).toContain('unknown-option')
  expect(message).toContain('limmit')
})

test('a tampered model file is refused and the feed goes on', async ({ page }) => {
  await page.route('**/locavore/models/**/*.onnx', async (route) => {
    const response = await route.fetch()
    const body = await response.body()
    body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 0xff
    await route.fulfill({ response, body })
  })
  await unharmed(page, async () => {
    const code = await page.evaluate(() =>
      postcards.recommender.search('a quiet harbour').then(
        () => 'none',
        (error: { code: string }) => error.code,
      ),
    )
    expect(code).toBe('integrity-mismatch')
  })
  await page.unroute('**/locavore/models/**/*.onnx')
  const found = await page.evaluate(async () => (await postcards.recommender.search('a quiet harbour')).length)
  expect(found).toBeGreaterThan(0)
})
