import { runCommand } from './command/run-command.js'

// A reader that closes early, as `head` does, is no fault.
process.stdout.on('error', () => process.exit(0))

const stop = new AbortController()
process.once('SIGINT', () => {
  stop.abort()
  // A second time means now.
  process.once('SIGINT', () => process.exit(130))
})

process.exitCode = await runCommand(process.argv.slice(2), {
  print: (line) => void process.stdout.write(`${line}\n`),
  status: process.stderr,
  signal: stop.signal,
})
