import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a command from the root with its output shown; resolves to the exit status. */
export function run(command, args, { env = {}, capture = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
    })
    let output = ''
    child.stdout?.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', (error) => resolve({ status: 127, output: String(error) }))
    child.on('close', (status, signal) => resolve({ status: status ?? (signal ? 1 : 0), output }))
  })
}

/** The pnpm that `packageManager` pins, fetched through npx so that only Node and npm need to be there. */
export async function pnpm(args, options) {
  const { packageManager } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
  return run('npx', ['--yes', packageManager, ...args], options)
}

export async function must(promise, what) {
  const { status } = await promise
  if (status !== 0) {
    console.error(`\n${what} failed (exit ${status}).`)
    process.exit(status)
  }
}
