// Every option of the public API has a row in docs/settings/README.md, and the page it leads to speaks of it.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'docs/settings')

/** Names of the members of every interface `...Options` in an API report, by interface. */
export function optionsIn(report) {
  const found = new Map()
  for (const [, name, body] of report
    .replaceAll('\r\n', '\n')
    .matchAll(/^export interface (\w+Options)\b[^{]*\{\n(.*?)^\}/gms)) {
    found.set(
      name,
      [...body.matchAll(/^ {4}readonly (\w+)\??:/gm)].map(([, member]) => member),
    )
  }
  return found
}

/** Rows of the index: the pages that speak of each setting. */
export function rowsIn(index) {
  const rows = new Map()
  for (const line of index.split('\n')) {
    const page = /\]\(([^)#]+)[^)]*\)/.exec(line)?.[1]
    const isRow = line.startsWith('|')
    if (page === undefined || !(isRow || line.startsWith('Of each'))) continue
    const named = isRow ? line.split('|')[1] : line
    for (const [, name] of (named ?? '').matchAll(/`(\w+)`/g)) rows.set(name, [...(rows.get(name) ?? []), page])
  }
  return rows
}

/** What is wrong, one sentence each. */
export function missingSettings(report, index, readPage) {
  const rows = rowsIn(index)
  const wrong = []
  for (const [interfaceName, members] of optionsIn(report)) {
    for (const member of members) {
      const pages = rows.get(member)
      if (pages === undefined) wrong.push(`${interfaceName}.${member} has no row in docs/settings/README.md.`)
      for (const page of pages ?? []) {
        const text = readPage(page)
        if (text === undefined) wrong.push(`The row of ${member} leads to ${page}, which is not there.`)
        else if (!text.includes(member)) wrong.push(`The page ${page} does not speak of ${member}.`)
      }
    }
  }
  return wrong
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const readPage = (page) => (existsSync(join(folder, page)) ? readFileSync(join(folder, page), 'utf8') : undefined)
  const report = readFileSync(join(root, 'etc/api/locavore.api.md'), 'utf8')
  const wrong = missingSettings(report, readFileSync(join(folder, 'README.md'), 'utf8'), readPage)
  for (const sentence of wrong) console.error(sentence)
  const count = [...optionsIn(report).values()].flat().length
  if (wrong.length === 0) console.log(`${count} options, each with a row and a page.`)
  process.exit(wrong.length === 0 ? 0 : 1)
}
