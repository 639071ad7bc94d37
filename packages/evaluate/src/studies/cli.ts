import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LocavoreError } from '@locavore/core'
import { contentStudy } from '../content/study.js'
import { domainsStudy } from '../domains/study.js'
import { explainStudy } from '../explain/study.js'
import { exploreStudy } from '../explore/study.js'
import { fuseStudy } from '../fuse/study.js'
import { readPack } from '../pack/read-pack.js'
import { relationsStudy } from '../relations/study.js'
import { rerankStudy } from '../rerank/study.js'
import { sequenceStudy } from '../sequence/study.js'
import { formatTable, type Study } from './study.js'

const STUDIES: readonly Study[] = [
  rerankStudy,
  explainStudy,
  fuseStudy,
  contentStudy,
  exploreStudy,
  domainsStudy,
  sequenceStudy,
  relationsStudy,
]

const USAGE = `usage: pnpm study <name> [pack folder] [--json FILE]

${STUDIES.map(({ name, about, needsPack }) => `  ${name.padEnd(13)} ${about}${needsPack ? ' (needs a pack)' : ''}`).join('\n')}
`

/** The command. @returns the exit status: 0 if everything was measured, 2 if it could not be. */
export async function main(args: readonly string[], print: (text: string) => void = console.log): Promise<number> {
  try {
    const { values, positionals } = parse(args)
    const [name, folder] = positionals
    const study = STUDIES.find((each) => each.name === name)
    if (study === undefined || positionals.length > 2 || (study.needsPack && folder === undefined)) {
      print(USAGE)
      return 2
    }
    const tables = study.run(folder === undefined ? undefined : await readPack(resolve(folder)))
    for (const table of tables) print(`${formatTable(table)}\n`)
    if (values.json !== undefined)
      await writeFile(resolve(values.json), `${JSON.stringify({ study: name, tables }, null, 1)}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof LocavoreError)) throw error
    print(`${error.code}: ${error.message}`)
    return 2
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      // pnpm hands a separating "--" on as it is.
      args: args.filter((arg) => arg !== '--'),
      allowPositionals: true,
      options: { json: { type: 'string' } },
    })
  } catch (error) {
    throw new LocavoreError('unknown-option', `${error instanceof Error ? error.message : error}\n${USAGE}`)
  }
}
