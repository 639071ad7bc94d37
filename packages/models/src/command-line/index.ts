/** What the command lines of this project have in common. */

export { type Command, type CommandLine, runCommandLine } from './run-command-line.js'
export { bar, formatBytes, StatusLine } from './status-line.js'
export { processSurroundings, type Surroundings } from './surroundings.js'
