import { runCommand } from './run-command.js'

// A reader that closes early, as `head` does, is no fault.
process.stdout.on('error', () => process.exit(0))

process.exitCode = await runCommand(process.argv.slice(2), (line) => {
  process.stdout.write(`${line}\n`)
})
