// What steering by words does to the next list of 20: five likes of one place, then words about something else, at several values.
// Usage: pnpm eval:steer [--json FILE]. Serves the built demo and asks its recommender, in the browser with the model it ships.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { printTable, writeJson } from './support/report.mjs'

const PORT = 4187
const VALUES = [-1, -0.7, 0, 0.35, 0.7, 1]
const PLACES = ['harbour', 'desert', 'forest', 'mountain-lake', 'lighthouse', 'meadow', 'city-street', 'snow-village']
/** Words, and what of a postcard they are about. */
const QUESTIONS = [
  ['rain', 'weather', 'rain'],
  ['snow', 'weather', 'snow'],
  ['fog', 'weather', 'fog'],
  ['at night', 'hour', 'night'],
  ['autumn', 'season', 'autumn'],
  ['a desert', 'place', 'desert'],
  ['a forest', 'place', 'forest'],
  ['a harbour', 'place', 'harbour'],
]

const server = fork(fileURLToPath(new URL('../demo/serve.mjs', import.meta.url)), [String(PORT)], { silent: true })
await once(server.stdout, 'data')
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage()
  page.setDefaultTimeout(600_000)
  await page.goto(`http://127.0.0.1:${PORT}/?storage=memory&device=wasm`)
  await page.getByTestId('postcard').first().waitFor()
  const rows = await page.evaluate(measure, { places: PLACES, questions: QUESTIONS, values: VALUES })
  report(rows)
} finally {
  await browser.close()
  server.kill()
}

/** Runs in the page. One row for every place that has five postcards and every question about something else. */
async function measure({ places, questions, values }) {
  const { recommender } = globalThis.postcards
  const items = (await recommender.recommend({ limit: 500 })).map(({ item }) => item)
  const shareOf = (list, attribute, value) =>
    list.filter(({ item }) => item.attributes?.[attribute] === value).length / list.length
  const rows = []
  for (const place of places) {
    const liked = items.filter(({ attributes }) => attributes?.place === place).slice(0, 5)
    if (liked.length < 5) continue
    const likes = []
    for (const { id } of liked) likes.push((await recommender.record({ type: 'like', itemId: id })).sequence)
    for (const [words, attribute, value] of questions) {
      if (value === place) continue
      for (const strength of values) {
        const said = strength === 0 ? undefined : await recommender.steer({ words, value: strength })
        const list = await recommender.recommend({ limit: 20 })
        rows.push({
          ...{ place, words, strength },
          asked: shareOf(list, attribute, value),
          liked: shareOf(list, 'place', place),
        })
        if (said !== undefined) await recommender.forget(said.sequence)
      }
    }
    await recommender.forget(likes)
  }
  return rows
}

function report(rows) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  const of = (fact, strength, words) =>
    mean(
      rows
        .filter((row) => row.strength === strength && (words === undefined || row.words === words))
        .map((row) => row[fact]),
    ).toFixed(2)
  const line = (name, fact, words) => [name, ...VALUES.map((strength) => of(fact, strength, words))]
  printTable([
    ['share of the next 20', ...VALUES.map(String)],
    line('what was asked for, all words', 'asked'),
    line('the liked place', 'liked'),
    ...QUESTIONS.map(([words]) => line(words, 'asked', words)),
  ])
  writeJson({ values: VALUES, rows })
}
