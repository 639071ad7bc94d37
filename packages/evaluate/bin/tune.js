#!/usr/bin/env node
// Compiles what has changed first: figures of yesterday's ranking under today's name would be worse than none.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const compiler = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url))
const project = fileURLToPath(new URL('..', import.meta.url))
const { status } = spawnSync(process.execPath, [compiler, '-b', project], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
const { main } = await import(new URL('../dist/tune/cli.js', import.meta.url).href)
process.exitCode = await main(process.argv.slice(2))
