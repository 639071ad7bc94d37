import { runCommand } from '../src/command/run-command.js'

/** Runs the command as a shell would, with what it printed. */
export async function runWords(words: readonly string[], signal = new AbortController().signal) {
  const printed: string[] = []
  const told: string[] = []
  const status = await runCommand(words, {
    print: (line) => void printed.push(line),
    status: { write: (text) => told.push(text) },
    environment: {},
    signal,
  })
  return { status, output: printed.join('\n'), told: told.join('') }
}
