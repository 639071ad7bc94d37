import type { Surroundings } from '@locavore/models/command-line'
import { verifyPack } from '../../inspect/verify-pack.js'
import type { Values } from '../options/read-options.js'
import { ProgressLine } from '../progress-line.js'

export async function runVerify(
  [place = '']: readonly string[],
  values: Values,
  around: Surroundings,
): Promise<number> {
  const line = new ProgressLine(around.status)
  const keys = values['public-key']
  const findings = await verifyPack(place, {
    signal: around.signal,
    onProgress: (done, total) => line.show({ phase: 'read', done, total }),
    ...(keys === undefined ? {} : { publicKeys: keys }),
  }).finally(() => line.end())
  const faults = findings.filter(({ kind }) => kind === 'fault')
  for (const { kind, message } of findings) around.print(`${kind.padEnd(6)} ${message}`)
  around.print(faults.length === 0 ? 'The pack is whole.' : `${faults.length} faults. Build the pack again.`)
  return faults.length === 0 ? 0 : 4
}
