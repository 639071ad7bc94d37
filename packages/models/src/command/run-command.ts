import { parseArgs } from 'node:util'
import { type Command, runCommandLine, type Surroundings } from '../command-line/index.js'
import { runAdd } from './run-add.js'
import { runList } from './run-list.js'
import { runVerify } from './run-verify.js'
import { DEFAULT_TO, USAGE } from './usage.js'

export const OPTIONS = {
  to: { type: 'string', default: DEFAULT_TO },
  from: { type: 'string' },
  revision: { type: 'string' },
  variant: { type: 'string' },
  prefix: { type: 'string' },
  module: { type: 'string' },
  proxy: { type: 'string' },
  retries: { type: 'string', default: '5' },
  token: { type: 'string', default: 'HF_TOKEN' },
  'accept-licence': { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

export type Values = ReturnType<typeof parse>['values']

const parse = (words: readonly string[]) => parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true })

const COMMANDS: Readonly<Record<string, Command<Values>>> = {
  add: { run: ([reference = ''], values, around) => runAdd(reference, values, around), fewest: 1, most: 1 },
  list: { run: (_, values, around) => runList(values, around), fewest: 0, most: 0 },
  verify: { run: ([folder = ''], values, around) => runVerify(folder, values, around), fewest: 1, most: 1 },
}

/** @returns the exit status: 0 done, 1 refused, 2 asked wrongly, 3 not fetched, 4 wrong bytes, 130 stopped. */
export function runCommand(words: readonly string[], around: Surroundings): Promise<number> {
  return runCommandLine({ usage: USAGE, commands: COMMANDS, parse }, words, around)
}
