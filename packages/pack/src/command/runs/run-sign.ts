import type { Surroundings } from '@locavore/models/command-line'
import { refused } from '../../failure.js'
import { createKey, signPack } from '../../inspect/sign-pack.js'
import type { Values } from '../options/read-options.js'

export async function runSign(
  [folder = '']: readonly string[],
  { key }: Values,
  around: Surroundings,
): Promise<number> {
  if (key === undefined) throw refused('Say with which key: --key <file>. "locavore-pack key <file>" makes one.')
  const publicKey = await signPack(folder, key)
  around.print(`signed. Sites that verify it configure this public key:\n${publicKey}`)
  return 0
}

export async function runKey([path = '']: readonly string[], _: Values, around: Surroundings): Promise<number> {
  const publicKey = await createKey(path)
  around.print(`${path} is the private key: keep it out of the site and its repository. The public key:\n${publicKey}`)
  return 0
}
