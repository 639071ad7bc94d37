import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LocavoreError } from '@locavore/core'
import { Bootstrap } from '../measure/bootstrap.js'
import { formatSection, type Section } from '../report/section.js'
import { formatCheck } from '../report/table.js'
import { behaviourSection } from './behaviour-study.js'
import { contextSection } from './context-study.js'
import { questionsSection } from './questions-study.js'
import { tastesSection } from './tastes-study.js'
import { createWorld, type World } from './world.js'

const STUDIES: Readonly<Record<string, (world: World, bootstrap: Bootstrap, people: number) => Section>> = {
  context: contextSection,
  tastes: tastesSection,
  questions: questionsSection,
  behaviour: behaviourSection,
}

const PEOPLE = 200

const USAGE = `usage: pnpm evaluate:people [--study NAME] [--people N] [--json FILE] [--check] [--seed N]

  --study NAME  only one of ${Object.keys(STUDIES).join(', ')}; may be given more than once
  --people N    how many, 10 to 10000 (default ${PEOPLE})
  --json FILE   write all results with their 95% intervals
  --check       exit with 1 if a bar is missed
  --seed N      seed of the world (default 1)
`

/** The command for simulated people. @returns 0, 1 if a bar was missed that was to be checked, 2 if the command is wrong. */
export async function main(args: readonly string[], print: (text: string) => void = console.log): Promise<number> {
  try {
    const { study, json, check, ...given } = parse(args)
    const seed = wholeNumber('seed', given.seed ?? '1', 0, 999_999_999)
    const people = wholeNumber('number of people', given.people ?? String(PEOPLE), 10, 10_000)
    const [world, bootstrap] = [createWorld(seed), new Bootstrap()]
    const sections = (study ?? Object.keys(STUDIES)).map((name) => {
      const run = STUDIES[name]
      if (run === undefined) throw invalid(`There is no study "${name}". Use ${Object.keys(STUDIES).join(', ')}.`)
      const section = run(world, bootstrap, people)
      print(`${formatSection(section)}\n${section.checks.map(formatCheck).join('\n')}\n`)
      return section
    })
    if (json !== undefined) await writeFile(resolve(json), `${JSON.stringify({ seed, people, sections }, null, 1)}\n`)
    const missed = sections.some(({ checks }) => checks.some(({ passed }) => passed === false))
    return check === true && missed ? 1 : 0
  } catch (error) {
    if (!(error instanceof LocavoreError)) throw error
    print(`${error.code}: ${error.message}`)
    return 2
  }
}

function parse(args: readonly string[]) {
  try {
    const options = {
      study: { type: 'string', multiple: true },
      json: { type: 'string' },
      check: { type: 'boolean' },
      seed: { type: 'string' },
      people: { type: 'string' },
    } as const
    return parseArgs({ args: args.filter((arg) => arg !== '--'), options }).values
  } catch (error) {
    throw invalid(`${error instanceof Error ? error.message : error}\n${USAGE}`)
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d{1,9}$/.test(text) && value >= least && value <= most) return value
  throw invalid(`The ${name} is "${text}"; give a whole number from ${least} to ${most}.`)
}

function invalid(message: string): LocavoreError {
  return new LocavoreError('unknown-option', message)
}
