import type { Surroundings } from '@locavore/models/command-line'
import { refused } from '../../failure.js'
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
  for (const key of keys ?? []) checkKey(key)
  const findings = await verifyPack(place, {
    signal: around.signal,
    onProgress: (done, total) => line.show({ phase: 'read', done, total }),
    ...(keys === undefined ? {} : { publicKeys: keys }),
  }).finally(() => line.end())
  const faults = findings.filter(({ kind }) => kind === 'fault')
  for (const { kind, message } of findings) around.print(`${kind.padEnd(6)} ${message}`)
  around.print(
    faults.length === 0
      ? 'The pack is whole.'
      : `${faults.length === 1 ? '1 fault' : `${faults.length} faults`}. Build the pack again.`,
  )
  return faults.length === 0 ? 0 : 4
}

/** A key that is none says nothing about the pack. */
function checkKey(words: string): void {
  if (/^[A-Za-z0-9+/]{43}=$/.test(words)) return
  throw refused(
    `--public-key "${words}" is no base64 of 32 bytes. "locavore-pack sign" prints the key that sites configure.`,
  )
}
