import { parseArgs } from 'node:util'
import { LocavoreError } from '@locavore/core'
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

/** Where a command reads and writes. */
export interface Surroundings {
  readonly print: (line: string) => void
  /** Gets the progress bar, when it is a terminal, and lines when it is none. */
  readonly status: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number }
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

export type Values = ReturnType<typeof parse>['values']

const parse = (words: readonly string[]) => parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true })

type Command = (subject: string, values: Values, around: Surroundings) => Promise<number>

const COMMANDS: Readonly<Record<string, { readonly run: Command; readonly takesSubject: boolean }>> = {
  add: { run: runAdd, takesSubject: true },
  list: { run: runList, takesSubject: false },
  verify: { run: runVerify, takesSubject: true },
}

/** @returns the exit status: 0 done, 1 refused, 2 asked wrongly, 3 not fetched, 4 wrong bytes, 130 stopped. */
export async function runCommand(words: readonly string[], around: Surroundings): Promise<number> {
  try {
    const { values, positionals } = parse(words)
    const [name = '', subject = '', ...more] = positionals
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (values.help || command === undefined || more.length > 0 || command.takesSubject !== (subject !== '')) {
      around.print(USAGE)
      return values.help ? 0 : 2
    }
    return await command.run(subject, values, around)
  } catch (thrown) {
    if (thrown instanceof LocavoreError) {
      around.print(`${thrown.code}: ${thrown.message}`)
      return EXIT[thrown.code] ?? 1
    }
    if (thrown instanceof TypeError && 'code' in thrown) {
      around.print(`${thrown.message}\n\n${USAGE}`)
      return 2
    }
    throw thrown
  }
}

const EXIT: Readonly<Partial<Record<LocavoreError['code'], number>>> = {
  'fetch-failed': 3,
  'integrity-mismatch': 4,
  aborted: 130,
}
