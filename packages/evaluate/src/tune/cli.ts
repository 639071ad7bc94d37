import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LocavoreError } from '@locavore/core'
import { readPack } from '../pack/read-pack.js'
import { formatTuning } from './format-tuning.js'
import { tune } from './tune.js'

const USAGE = `usage: pnpm tune <pack folder> [--json FILE] [--constants FILE] [--trials N] [--people PART] [--seed N]

  --json FILE       write everything that was found; "constants" in it are null if nothing is recommended
  --constants FILE  write the recommended constants alone, as locavore-pack takes them; nothing is written without any
  --trials N        settings tried at most in each of three searches, 1 to 1000 (default 40)
  --people PART     part of the people that may be looked at, above 0 and at most 1 (default 0.5)
  --seed N          of the deal of people, the order of the search and the bootstrap (default 1)
`

/** The command. @returns the exit status: 0 if it was measured, whatever came of it, 2 if it could not be. */
export async function main(args: readonly string[], print: (text: string) => void = console.log): Promise<number> {
  try {
    const { values, positionals } = parse(args)
    const [folder] = positionals
    if (folder === undefined || positionals.length > 1) {
      print(USAGE)
      return 2
    }
    const trials = wholeNumber('number of trials', values.trials ?? '40', 1, 1_000)
    const seed = wholeNumber('seed', values.seed ?? '1', 0, 999_999_999)
    const share = partOf(values.people ?? '0.5')
    const onTrial = (search: string, trial: number) => {
      if (trial % 10 === 0) print(`search on ${search}: ${trial} tried`)
    }
    const tuning = tune(await readPack(resolve(folder)), { seed, trials, share, onTrial })
    print(formatTuning(tuning))
    if (values.json !== undefined) await writeFile(resolve(values.json), `${JSON.stringify(tuning, null, 1)}\n`)
    const { constants } = tuning
    if (values.constants !== undefined && constants !== null) {
      await writeFile(resolve(values.constants), `${JSON.stringify(constants, null, 1)}\n`)
    }
    return 0
  } catch (error) {
    if (!(error instanceof LocavoreError)) throw error
    print(`${error.code}: ${error.message}`)
    return 2
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d{1,9}$/.test(text) && value >= least && value <= most) return value
  throw new LocavoreError('invalid-argument', `The ${name} is "${text}"; give a whole number from ${least} to ${most}.`)
}

function partOf(text: string): number {
  const value = Number(text)
  if (/^[\d.]+$/.test(text) && value > 0 && value <= 1) return value
  throw new LocavoreError('invalid-argument', `The part of people is "${text}"; give a number above 0 and at most 1.`)
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      // pnpm hands a separating "--" on as it is.
      args: args.filter((arg) => arg !== '--'),
      allowPositionals: true,
      options: {
        json: { type: 'string' },
        constants: { type: 'string' },
        trials: { type: 'string' },
        people: { type: 'string' },
        seed: { type: 'string' },
      },
    })
  } catch (error) {
    throw new LocavoreError('unknown-option', `${error instanceof Error ? error.message : error}\n${USAGE}`)
  }
}
