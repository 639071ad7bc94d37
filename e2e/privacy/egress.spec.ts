import { createSocket } from 'node:dgram'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createScene, drawPicture } from '@locavore/postcards'
import { chromium, expect, type Page, test } from '@playwright/test'
import { openDemo, recommend } from '../support/demo.js'
import { engineSession } from '../support/engine-session.js'
import { photo } from '../support/pictures.js'
import { readConnections, straceAvailable, tracedBrowser } from '../support/syscall-trace.js'

/** Uses everything the demo offers, through the page where it has a control for it and through its recommender else. */
async function useEverything(page: Page): Promise<void> {
  await openDemo(page, '?device=wasm')
  const [first = ''] = await recommend(page)
  const picture = (await photo(drawPicture(createScene(700_002)))).toString('base64')
  await page.evaluate(
    async ([itemId = '', picture = '']) => {
      const { recommender } = postcards
      const blob = new Blob([Uint8Array.from(atob(picture), (character) => character.charCodeAt(0))])
      await recommender.addItems([{ id: 'own-traced', title: 'mine', image: blob }])
      await recommender.search({ image: blob })
      await recommender.record({ type: 'hide', itemId: 'own-traced' })
      await recommender.record({ type: 'like', itemId })
      await recommender.search('a quiet harbour at dusk')
      await recommender.related(itemId)
      const list = await recommender.recommend({ limit: 5 })
      const [top] = list
      if (top !== undefined) await recommender.explain(top)
      await recommender.next(list)
      const file = await recommender.exportData()
      const [last] = await recommender.history()
      await recommender.forget(last?.sequence ?? 0)
      await recommender.importData(file)
      await recommender.profile()
    },
    [first, picture] as const,
  )
  for (const name of [/what this device knows/i, /left this site|show every request/i]) {
    await page.getByRole('button', { name }).first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
  }
  await page
    .getByRole('button', { name: /^Why this/ })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.evaluate(() => postcards.recommender.erase())
}

test('no request leaves the origin, as the page and Playwright see it', async ({ page, baseURL }) => {
  const requested: string[] = []
  page.context().on('request', (request) => requested.push(request.url()))
  await useEverything(page)
  const origin = new URL(baseURL ?? '').origin
  const local = (url: string) =>
    url.startsWith(`${origin}/`) || url.startsWith('data:') || url.startsWith(`blob:${origin}/`)
  expect(requested.length).toBeGreaterThan(10)
  expect(requested.filter((url) => !local(url))).toEqual([])
  const seen = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  expect(seen.filter((url) => !local(url))).toEqual([])
})

test("the library's own list of requests names every model and catalogue file, all on this origin", async ({
  page,
  baseURL,
}) => {
  const requested = new Set<string>()
  page.context().on('request', (request) => requested.add(request.url()))
  await openDemo(page, '?device=wasm')
  await page.evaluate(() => postcards.recommender.search('a quiet harbour at dusk'))
  const own = await page.evaluate(async () => (await postcards.recommender.requests()).map(({ url }) => url))
  const library = [...requested].filter((url) => /\/locavore\/|\/catalogue\/(manifest|items|text|image)/.test(url))
  expect(library.length).toBeGreaterThan(3)
  expect(library.filter((url) => !own.includes(url) && !/\/catalogue\/images\//.test(url))).toEqual([])
  expect(own.filter((url) => !url.startsWith(`${new URL(baseURL ?? '').origin}/`))).toEqual([])
})

test('the content policy is kept: no violation is reported', async ({ page }) => {
  const violations: string[] = []
  page.on('console', (message) => {
    if (/Content.Security.Policy|violates the following|TrustedScript/i.test(message.text()))
      violations.push(message.text())
  })
  await useEverything(page)
  expect(violations).toEqual([])
})

test('a planted request to another origin is blocked in the page and in a worker', async ({ page }) => {
  await openDemo(page)
  const hits: string[] = []
  const other = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
    response.end()
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const leak = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const fromPage = await page.evaluate(
    (leak) =>
      fetch(`${leak}/page`).then(
        () => 'sent',
        () => 'blocked',
      ),
    leak,
  )
  const inEngine = await engineSession(page)
  const fromWorker = await inEngine(`fetch('${leak}/worker').then(() => 'sent', () => 'blocked')`)
  await page.evaluate((leak) => navigator.sendBeacon(`${leak}/beacon`), leak)
  await page.waitForTimeout(300)
  await new Promise((resolve) => other.close(resolve))
  expect([fromPage, fromWorker, hits]).toEqual(['blocked', 'blocked', []])
})

test.describe('from below the browser', () => {
  const allowed = process.env['LOCAVORE_WITHOUT_STRACE'] === '1'
  test.skip(!straceAvailable && allowed, 'left out: strace is not installed, and LOCAVORE_WITHOUT_STRACE=1 is set')

  /** Runs `use` in a browser started under strace and returns the ports on which anything was connected or sent. */
  async function portsUsed(baseURL: string, use: (page: Page) => Promise<void>): Promise<Map<string, number[]>> {
    const folder = mkdtempSync(join(tmpdir(), 'locavore-trace-'))
    const trace = join(folder, 'trace.txt')
    const { launchOptions } = test.info().project.use
    const browser = await chromium.launch({
      ...launchOptions,
      executablePath: tracedBrowser(folder, launchOptions?.executablePath ?? chromium.executablePath(), trace),
    })
    const page = await browser.newPage({ baseURL })
    await use(page)
    await browser.close()
    const ports = new Map<string, number[]>()
    for (const { address, port } of readConnections(trace)) ports.set(address, [...(ports.get(address) ?? []), port])
    return ports
  }

  test('only the server of the site is connected to, and a planted leak is caught', async ({ baseURL }) => {
    test.slow()
    const { port } = new URL(baseURL ?? '')
    // What this browser does by itself on an empty page, such as asking the system which networks there are.
    const idle = await portsUsed(baseURL ?? '', async (page) => {
      await page.goto('about:blank')
      await page.waitForTimeout(4_000)
    })
    const quiet = await portsUsed(baseURL ?? '', useEverything)
    const added = [...quiet].flatMap(([address, ports]) =>
      ports.filter((port) => !idle.get(address)?.includes(port)).map((port) => `${address}:${port}`),
    )
    console.log(`connected to: ${added.join(', ')}; an empty page: ${[...idle.keys()].join(', ') || 'nothing'}`)
    expect([...new Set(added)]).toEqual([`127.0.0.1:${port}`])

    const listener = createSocket('udp4')
    await new Promise<void>((resolve) => listener.bind(0, '127.0.0.1', resolve))
    const leakPort = listener.address().port
    const leaky = await portsUsed(baseURL ?? '', async (page) => {
      await openDemo(page)
      // WebRTC is not held by the content policy: the page's own lists stay empty, the trace does not.
      await page.evaluate(async (leakPort) => {
        const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${leakPort}` }] })
        connection.createDataChannel('leak')
        await connection.setLocalDescription(await connection.createOffer())
        await new Promise((resolve) => setTimeout(resolve, 1_500))
        connection.close()
      }, leakPort)
    })
    listener.close()
    expect(leaky.get('127.0.0.1')).toContain(leakPort)
  })
})
