import { type Command, runCommandLine, type Surroundings } from '@locavore/models/command-line'
import { parseWords, type Values } from './options/read-options.js'
import { runBuild } from './runs/run-build.js'
import { runDiff } from './runs/run-diff.js'
import { runInspect } from './runs/run-inspect.js'
import { runMerge } from './runs/run-merge.js'
import { runServe } from './runs/run-serve.js'
import { runKey, runSign } from './runs/run-sign.js'
import { runVerify } from './runs/run-verify.js'
import { USAGE } from './usage.js'

const COMMANDS: Readonly<Record<string, Command<Values>>> = {
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
export function runCommand(words: readonly string[], around: Surroundings): Promise<number> {
  return runCommandLine({ usage: USAGE, commands: COMMANDS, parse: parseWords }, words, around)
}
