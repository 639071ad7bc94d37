import { fileURLToPath } from 'node:url'
import { LANGUAGES, writeTexts } from '@locavore/postcards'
import { expect, type Page, test } from '@playwright/test'
import { deviceOf, openDemo, sceneOf } from '../support/demo.js'
import { soundFile } from '../support/sounds.js'

/** Narrows the feed to postcards with a sound, or with a clip. */
async function only(page: Page, medium: 'Sound' | 'Clip'): Promise<void> {
  await page
    .getByTestId('filters')
    .getByRole('button', { name: /^Medium/ })
    .click()
  await page
    .getByTestId('filter-values')
    .getByRole('button', { name: new RegExp(`^${medium}`) })
    .click()
  await expect(page.getByTestId('feed').locator(`[data-medium=${medium.toLowerCase()}]`).nth(3)).toBeVisible()
}

const cards = (page: Page) => page.getByTestId('postcard')
const shown = (page: Page) =>
  cards(page).evaluateAll((all) => all.map((card) => card.getAttribute('data-item-id') ?? ''))

const plays = (page: Page) =>
  page.evaluate(async () =>
    (await postcards.recommender.history())
      .filter(({ type }) => type === 'play')
      .map(({ itemId, value }) => ({ itemId, value: value ?? 0 })),
  )

test('a sound that is played is kept with the share that was heard, and only one plays at a time', async ({
  page,
}, info) => {
  await openDemo(page, deviceOf(info))
  const media: string[] = []
  page.on('request', (request) => {
    if (/\/(sounds|clips)\//.test(request.url())) media.push(request.url())
  })
  await only(page, 'Sound')
  expect(media, 'nothing that plays is loaded before it is asked for').toEqual([])
  const [first, second] = [cards(page).nth(0), cards(page).nth(1)]
  const itemId = await first.getAttribute('data-item-id')
  await first.getByTestId('play').click()
  await expect(first.locator('[data-playing=true]')).toBeVisible()
  await expect
    .poll(() => first.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime))
    .toBeGreaterThan(1)
  await second.getByTestId('play').click()
  await expect(second.locator('[data-playing=true]')).toBeVisible()
  await expect(page.locator('[data-playing=true]')).toHaveCount(1)
  await expect.poll(async () => (await plays(page)).length).toBe(1)
  const [play] = await plays(page)
  expect(play?.itemId).toBe(itemId)
  expect(play?.value).toBeGreaterThan(0.08)
  expect(play?.value).toBeLessThan(0.7)
})

test('a clip plays with its picture and its sound, by the keyboard too', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  await only(page, 'Clip')
  const card = cards(page).first()
  await card.getByRole('button', { name: /^Play the clip of/ }).focus()
  await page.keyboard.press('Enter')
  const video = card.locator('video')
  await expect.poll(() => video.evaluate((clip: HTMLVideoElement) => clip.currentTime)).toBeGreaterThan(0.5)
  const { width, muted, duration } = await video.evaluate((clip: HTMLVideoElement) => ({
    width: clip.videoWidth,
    muted: clip.muted,
    duration: clip.duration,
  }))
  expect(width).toBe(320)
  expect(muted).toBe(false)
  expect(Math.abs(duration - 6)).toBeLessThan(0.2)
  await card.getByRole('slider').press('ArrowRight')
  await card.getByRole('button', { name: /^Pause the clip of/ }).press('Enter')
  await expect(card.locator('[data-playing=true]')).toHaveCount(0)
})

for (const [medium, word] of [
  ['Sound', 'sound'],
  ['Clip', 'clip'],
] as const) {
  test(`the ${word} of a postcard, as a file, finds that postcard among the first`, async ({ page }, info) => {
    await openDemo(page, deviceOf(info))
    await only(page, medium)
    const itemId = (await cards(page).nth(2).getAttribute('data-item-id')) ?? ''
    const address = await page.evaluate(async (id) => (await postcards.recommender.getItems([id]))[0], itemId)
    const file = await page.request.get(address?.audio ?? address?.clip ?? '')
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByTestId('search-picture').setInputFiles({
      name: `mine.${word}.webm`,
      mimeType: medium === 'Sound' ? 'audio/webm' : 'video/webm',
      buffer: await file.body(),
    })
    await expect(page.getByTestId(`query-${word}`)).toBeVisible()
    await expect(page.getByTestId('search')).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 })
    await expect.poll(() => shown(page).then((ids) => ids.length), { timeout: 60_000 }).toBeGreaterThanOrEqual(10)
    await expect(page.getByRole('heading', { name: `Like your ${word}` })).toBeVisible()
    await page.getByRole('slider', { name: /your taste counts/ }).press('Home')
    // A sound is compared with the pictures and words of the others too, so one that fits them better may come before.
    await expect.poll(() => shown(page).then((ids) => ids.slice(0, 10)), { timeout: 60_000 }).toContain(itemId)
    await page.getByRole('button', { name: `Remove the ${word}` }).click()
    await expect(page.getByTestId('feed')).toBeVisible()
  })
}

test('a picture of a postcard finds more like it, and says so', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const card = cards(page).first()
  const itemId = await card.getAttribute('data-item-id')
  await card.getByRole('heading').getByRole('link').click()
  await page.getByTestId('detail').getByRole('button', { name: 'More like this picture' }).click()
  await expect(page.getByTestId('query-picture')).toBeVisible()
  await expect(page.getByRole('heading', { name: /^Like the picture of / })).toBeVisible()
  await page.getByRole('slider', { name: /your taste counts/ }).press('Home')
  await expect.poll(() => shown(page).then((ids) => ids.slice(0, 10)), { timeout: 60_000 }).toContain(itemId)
})

test('an own sound is read here and can be played among the postcards', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const buffer = soundFile(700_003).subarray(0, 44 + 4 * 16_000 * 2)
  await page.getByTestId('add-photos').setInputFiles({ name: 'my rain.wav', mimeType: 'audio/wav', buffer })
  const own = () =>
    page.evaluate(async () => {
      const list = await postcards.recommender.recommend({ limit: 10, filter: { yours: true } })
      return list.map(({ item }) => item)
    })
  await expect.poll(async () => (await own()).length, { timeout: 60_000 }).toBe(1)
  const [item] = await own()
  expect(item?.title).toBe('my rain')
  expect(item?.attributes?.['waveform']).toMatch(/^[0-9a-z]{56}$/)
  await page.getByTestId('filters').getByRole('button', { name: 'Yours' }).click()
  const card = page.locator(`[data-item-id="${item?.id}"]`)
  await card.getByTestId('play').click()
  await expect
    .poll(() => card.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime))
    .toBeGreaterThan(0.3)
})

test('the postcards speak twelve languages, each fetched when it is chosen and remembered', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const fetched: string[] = []
  page.on('request', (request) => {
    const name = /\/texts\/(\w+)\.json$/.exec(request.url())?.[1]
    if (name !== undefined) fetched.push(name)
  })
  const choice = page.getByTestId('language')
  await expect(choice.getByRole('option')).toHaveCount(LANGUAGES.length)
  const itemId = (await cards(page).first().getAttribute('data-item-id')) ?? ''
  const title = cards(page).first().getByRole('heading')
  const texts = writeTexts(sceneOf(itemId))
  for (const language of ['ar', 'ja', 'zh', 'en'] as const) {
    await choice.selectOption(language)
    await expect(title).toHaveText(texts[language].title)
    await expect(title).toHaveAttribute('lang', language)
    await expect(title).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
  }
  expect(fetched.sort()).toEqual(['ar', 'ja', 'zh'])
  await choice.selectOption('ar')
  await page.reload()
  await expect(title).toHaveText(texts.ar.title)
})

test('"why this?" shows where words fit: a map over the picture, a line over the clip', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  await only(page, 'Clip')
  await cards(page)
    .first()
    .getByRole('button', { name: /^Why this/ })
    .click()
  const answer = page.getByTestId('why')
  await answer.getByTestId('fit-words').fill('the sky')
  await answer.getByTestId('fit-words').press('Enter')
  await expect(answer.getByTestId('heat-map')).toBeVisible({ timeout: 60_000 })
  await expect(answer.getByTestId('time-line-clip')).toBeVisible()
  await expect(answer.getByTestId('heat-map')).toContainText('“the sky”')
  const { lit, dark } = await answer.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
      data: [] as number[],
    }
    const veils = Array.from(data).filter((_, at) => at % 4 === 3)
    return { lit: Math.min(...veils), dark: Math.max(...veils) }
  })
  expect(dark - lit, 'the map tells parts of the picture apart').toBeGreaterThan(40)
})

test.describe('a model in a folder of the site', () => {
  // Requests that a service worker makes cannot be answered by a test.
  test.use({ serviceWorkers: 'block' })

  test('takes the place of the embedded one, and reads a few postcards here', async ({ page }, info) => {
    test.skip(
      info.project.name === 'webgpu',
      'a software adapter takes minutes for a dozen postcards; WebAssembly shows it',
    )
    test.setTimeout(240_000)
    const model = new URL('.', import.meta.resolve('@locavore/nano/manifest.json'))
    const isModel = ({ pathname }: URL) => pathname.startsWith('/models/mine/')
    await page.context().route(isModel, (route) => {
      const path = new URL(route.request().url()).pathname.replace('/models/mine/', '')
      return route.fulfill({ path: fileURLToPath(new URL(path, model)) })
    })
    await page.goto(`/${deviceOf(info)}&storage=memory&model=/models/mine/`)
    await expect(page.getByTestId('progress')).toBeVisible({ timeout: 60_000 })
    await expect(cards(page).first()).toBeVisible({ timeout: 180_000 })
    const { items, encoder } = await page.evaluate(() => postcards.recommender.status())
    expect(items).toBeGreaterThan(40)
    expect(items).toBeLessThan(120)
    expect(encoder?.state).toBe('ready')
    const found = await page.evaluate(async () => (await postcards.recommender.search('snow')).length)
    expect(found).toBeGreaterThan(5)
  })
})
