import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createScene, drawPicture } from '@locavore/postcards'
import { expect, test } from '@playwright/test'
import { locavore } from 'locavore/vite'
import sirv from 'sirv'
import { build } from 'vite'
import { photo } from '../support/pictures.js'

const app = fileURLToPath(new URL('../.cache/readme/', import.meta.url))

/** The first TypeScript block of README, word for word, as a site of its own. */
async function buildReadmeSite(): Promise<string> {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  rmSync(app, { recursive: true, force: true })
  mkdirSync(join(app, 'public/img'), { recursive: true })
  writeFileSync(join(app, 'example.ts'), `${example}\nconsole.log('README example done')\n`)
  writeFileSync(join(app, 'index.html'), '<!doctype html><script type="module" src="./example.ts"></script>')
  writeFileSync(join(app, 'public/img/a1.jpg'), await photo(drawPicture(createScene(7, { subject: 'lighthouse' }))))
  const target = { outDir: join(app, 'dist'), target: 'es2022' }
  await build({ root: app, configFile: false, logLevel: 'error', plugins: [locavore()], build: target })
  return join(app, 'dist')
}

test('the twenty lines of README work as they stand', async ({ page }) => {
  const files = sirv(await buildReadmeSite())
  const server = createServer((request, response) => files(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const lines: string[] = []
  page.on('console', (message) => lines.push(message.text()))
  page.on('pageerror', (error) => lines.push(`error: ${error.message}`))
  await page.goto(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`)
  await expect.poll(() => lines.at(-1), { timeout: 60_000 }).toBe('README example done')
  await new Promise((resolve) => server.close(resolve))
  expect(lines.filter((line) => line.startsWith('error'))).toEqual([])
  expect(lines.some((line) => line.startsWith('c3'))).toBe(true)
})
