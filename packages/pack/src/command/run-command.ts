import { LocavoreError } from '@locavore/core'
import { parseWords, type Values } from './options/read-options.js'
import { runBuild } from './runs/run-build.js'
import { runDiff } from './runs/run-diff.js'
import { runInspect } from './runs/run-inspect.js'
import { runMerge } from './runs/run-merge.js'
import { runServe } from './runs/run-serve.js'
import { runKey, runSign } from './runs/run-sign.js'
import { runVerify } from './runs/run-verify.js'
import type { Surroundings } from './surroundings.js'
import { USAGE } from './usage.js'

interface Command {
  readonly run: (subjects: readonly string[], values: Values, around: Surroundings) => Promise<number>
  readonly fewest: number
  readonly most: number
}

const COMMANDS: Readonly<Record<string, Command>> = {
  build: { run: runBuild, fewest: 1, most: Infinity },
  merge: { run: runMerge, fewest: 1, most: Infinity },
  inspect: { run: runInspect, fewest: 1, most: 1 },
  verify: { run: runVerify, fewest: 1, most: 1 },
  diff: { run: runDiff, fewest: 2, most: 2 },
  key: { run: runKey, fewest: 1, most: 1 },
  sign: { run: runSign, fewest: 1, most: 1 },
  serve: { run: runServe, fewest: 1, most: 1 },
}

/** @returns the exit status: 0 done, 1 refused, 2 asked wrongly, 3 not fetched, 4 wrong bytes, 130 stopped. */
export async function runCommand(words: readonly string[], around: Surroundings): Promise<number> {
  try {
    const { values, positionals } = parseWords(words)
    const [name = '', ...subjects] = positionals
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (values.help || command === undefined || subjects.length < command.fewest || subjects.length > command.most) {
      around.print(USAGE)
      return values.help ? 0 : 2
    }
    return await command.run(subjects, values, around)
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
