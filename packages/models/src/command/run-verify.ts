import type { Surroundings } from '../command-line/index.js'
import { verifyModel } from '../verify-model.js'
import type { Values } from './run-command.js'

export async function runVerify(folder: string, { quick }: Values, { print, signal }: Surroundings): Promise<number> {
  const findings = await verifyModel(folder, { quick, signal })
  for (const { kind, message } of findings) print(`${kind.padEnd(6)} ${message}`)
  const faults = findings.filter(({ kind }) => kind === 'fault').length
  print(faults === 0 ? '\nThe model is whole.' : `\n${faults} wrong. Add the model again.`)
  return faults === 0 ? 0 : 4
}
