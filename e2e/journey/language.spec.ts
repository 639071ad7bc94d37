import { expect, test } from '@playwright/test'
import { SENTENCE_LANGUAGES } from 'locavore'
import { like, openDemo } from '../support/demo.js'

/** The feed needs no model, so these journeys do without. */
const PLAIN = '?model=none'

/** What the button for a postcard's reasons says. */
const WHY = {
  en: 'Why this?',
  zh: '为什么？',
  es: '¿Por qué?',
  fr: 'Pourquoi ?',
  de: 'Warum das?',
  pt: 'Porquê?',
  it: 'Perché?',
  ru: 'Почему это?',
  ja: 'なぜこれ？',
  ko: '왜 이것?',
  ar: 'لماذا هذه؟',
  hi: 'यह क्यों?',
} as const

test('the language switch changes the page, its direction and the reasons, and is remembered', async ({ page }) => {
  test.slow()
  await openDemo(page, PLAIN)
  const [first = ''] = await page.evaluate(async () =>
    (await postcards.recommender.recommend({ limit: 1 })).map(({ item }) => item.id),
  )
  await like(page, first)
  const card = page.getByTestId('postcard').first()
  for (const language of SENTENCE_LANGUAGES) {
    await page.getByTestId('language').selectOption(language)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
    await expect(card.locator('.why-button')).toHaveText(WHY[language])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(wide, `${language} scrolls sideways`).toBe(false)
  }
  await page.getByTestId('language').selectOption('ru')
  // The reason is a sentence of that language, and names the postcard by its title there.
  await expect(card.locator('.why-button')).toHaveAttribute('title', /^\p{Script=Cyrillic}/u)
  const reasons = page.locator('.why-button[title*="«"]')
  await expect(reasons.first()).toHaveAttribute('title', /«[^»]*\p{Script=Cyrillic}[^»]*»/u)
  await expect(page.getByTestId('filters')).not.toContainText(/[A-Za-z]{3}/)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru')
  await expect(page.getByTestId('open-tune')).toContainText('Настроить список')
})

test.describe('with a browser that prefers Arabic', () => {
  test.use({ locale: 'ar-EG' })

  test('the page begins in Arabic, from right to left', async ({ page }) => {
    await openDemo(page, PLAIN)
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
    await expect(page.getByTestId('postcard').first().locator('h3[lang="ar"]')).toBeVisible()
    const [head, tools] = await Promise.all([
      page.locator('.wordmark').boundingBox(),
      page.locator('.page-tools').boundingBox(),
    ])
    expect(head?.x ?? 0).toBeGreaterThan(tools?.x ?? 0)
  })
})
