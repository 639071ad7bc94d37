import { mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { LocavoreError } from '@locavore/core'
import type { AddedModel } from '../add-model.js'
import { diskFailure } from '../folder/download-file.js'

/**
 * Writes a module that knows the model: its manifest travels inside the site's code, so that hashes come from there.
 *
 * @returns how it is used, in words
 */
export async function writeModule(file: string, { manifest, manifestHash }: AddedModel): Promise<string> {
  if (!/\.(ts|js|mts|mjs)$/.test(file)) {
    throw new LocavoreError('invalid-argument', `--module ${file} must end in .ts or .js.`)
  }
  const isTyped = /ts$/.test(file)
  const text = `// Written by locavore-models add. Do not edit: run it again.
import { createEncoderFactory } from '@locavore/encoders'

const manifest = ${JSON.stringify(manifest, undefined, 2)}${isTyped ? ' as const' : ''}

export const model = createEncoderFactory({ manifest, manifestHash: '${manifestHash}' })
`
  await mkdir(dirname(file), { recursive: true }).catch(diskFailure)
  await writeFile(`${file}.part`, text).catch(diskFailure)
  await rename(`${file}.part`, file).catch(diskFailure)
  const name = basename(file).replace(/\.\w+$/, '.js')
  return `written  ${file}: import { model } from './${name}', then createRecommender({ name: 'shop', encoder: model })`
}
