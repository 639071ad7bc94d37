import { processSurroundings } from '@locavore/models/command-line'
import { runCommand } from './command/run-command.js'

process.exitCode = await runCommand(process.argv.slice(2), processSurroundings())
