import { LocavoreError } from '@locavore/core'
import type { Surroundings } from './surroundings.js'

/** What a word of the command line does, and how many words may follow it. */
export interface Command<Values> {
  /** @returns the exit status */
  readonly run: (subjects: readonly string[], values: Values, around: Surroundings) => Promise<number>
  readonly fewest: number
  readonly most: number
}

export interface CommandLine<Values> {
  readonly usage: string
  readonly commands: Readonly<Record<string, Command<Values>>>
  /** As `parseArgs` of `node:util`, which throws a `TypeError` with a code for options it does not know. */
  readonly parse: (words: readonly string[]) => { readonly values: Values; readonly positionals: readonly string[] }
}

/**
 * Runs the command that the words ask for, and says what went wrong in one line.
 *
 * @returns the exit status: 0 done, 1 refused, 2 asked wrongly, 3 not fetched, 4 wrong bytes, 130 stopped.
 */
export async function runCommandLine<Values extends { readonly help: boolean }>(
  { usage, commands, parse }: CommandLine<Values>,
  words: readonly string[],
  around: Surroundings,
): Promise<number> {
  try {
    const { values, positionals } = parse(words)
    const [name = '', ...subjects] = positionals
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (values.help || command === undefined || subjects.length < command.fewest || subjects.length > command.most) {
      around.print(usage)
      return values.help ? 0 : 2
    }
    return await command.run(subjects, values, around)
  } catch (thrown) {
    if (thrown instanceof LocavoreError) {
      around.print(`${thrown.code}: ${thrown.message}`)
      return EXIT[thrown.code] ?? 1
    }
    if (thrown instanceof TypeError && 'code' in thrown) {
      around.print(`${thrown.message}\n\n${usage}`)
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
