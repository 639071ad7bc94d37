import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LocavoreError } from '@locavore/core'
import { planAssets } from './asset-plan.js'
import { copyAssets } from './copy-assets.js'
import { doctor } from './doctor.js'
import { DEFAULT_FOLDER, toFolderName } from './folder-name.js'
import { formatBytes, siteAdvice } from './site-advice.js'

const USAGE = `Usage:
  locavore copy <public folder> [--model <package or folder>]... [--base locavore/]
      Copies runtime and models, verified, to <public folder>/locavore/. Without --model: @locavore/nano if installed.
  locavore doctor <address of a page> [--model <package or folder>]... [--base locavore/]
      Asks a running site whether it serves them as it must.
`

const OPTIONS = {
  model: { type: 'string', multiple: true },
  base: { type: 'string', default: DEFAULT_FOLDER },
  help: { type: 'boolean', short: 'h', default: false },
} as const

interface Request {
  readonly subject: string
  readonly models: readonly string[] | undefined
  readonly folder: string
}

const COMMANDS: Readonly<Record<string, (request: Request, print: (line: string) => void) => Promise<number>>> = {
  copy: runCopy,
  doctor: runDoctor,
}

/** @returns the exit status: 0 done, 1 failed, 2 asked wrongly. */
export async function runCommand(words: readonly string[], print: (line: string) => void): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true })
    const [name = '', subject, ...more] = positionals
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (values.help || command === undefined || subject === undefined || more.length > 0) {
      print(USAGE)
      return values.help ? 0 : 2
    }
    return await command({ subject, models: values.model, folder: toFolderName(values.base) }, print)
  } catch (thrown) {
    if (thrown instanceof LocavoreError) {
      print(`${thrown.code}: ${thrown.message}`)
      return 1
    }
    if (thrown instanceof TypeError && 'code' in thrown) {
      print(`${thrown.message}\n\n${USAGE}`)
      return 2
    }
    throw thrown
  }
}

async function runCopy({ subject, models, folder }: Request, print: (line: string) => void): Promise<number> {
  const plan = await planAssets(models, process.cwd())
  const target = resolve(subject, folder)
  const copied = await copyAssets(plan, target)
  for (const file of copied) {
    print(
      `${file.outcome.padEnd(8)}${formatBytes(file.bytes).padStart(9)}  ${file.sha256.slice(0, 12)}  ${folder}${file.target}`,
    )
  }
  const bytes = copied.reduce((sum, file) => sum + file.bytes, 0)
  print(`\n${copied.length} files, ${formatBytes(bytes)}, all as their SHA-256 says, in ${target}`)
  if (plan.modelFolders.length === 0) print('No model: @locavore/nano is not installed here, and no --model was given.')
  print(siteAdvice(folder))
  return 0
}

async function runDoctor({ subject, models, folder }: Request, print: (line: string) => void): Promise<number> {
  const findings = await doctor(subject, await planAssets(models, process.cwd()), folder)
  for (const { kind, message } of findings) print(`${kind.padEnd(8)}${message}`)
  const faults = findings.filter(({ kind }) => kind === 'fault').length
  print(faults === 0 ? '\nThe site serves Locavore as it must.' : `\n${faults} to mend.`)
  if (faults > 0) print(siteAdvice(folder))
  return faults === 0 ? 0 : 1
}
