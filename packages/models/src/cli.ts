import { runCommand } from './command/run-command.js'
import { processSurroundings } from './command-line/index.js'

process.exitCode = await runCommand(process.argv.slice(2), processSurroundings())
