import { LocavoreError } from '@locavore/core'
import type { ModelManifest } from '@locavore/encoders/towers'
import { type AddedModel, addModel } from '../add-model.js'
import { formatBytes, type Surroundings } from '../command-line/index.js'
import { parseVariants } from '../describe/variants.js'
import { ProgressLine } from './progress-line.js'
import type { Values } from './run-command.js'
import { writeModule } from './write-module.js'

/** Variants of one model should say alike; below this a person should look before trusting it. */
const ALIKE = 0.95

export async function runAdd(id: string, values: Values, around: Surroundings): Promise<number> {
  const token = readToken(values.token, around.environment)
  const line = new ProgressLine(around.status)
  let added: AddedModel
  try {
    added = await addModel(id, {
      to: values.to,
      acceptLicence: values['accept-licence'],
      retries: readRetries(values.retries),
      signal: around.signal,
      onProgress: (progress) => line.show(progress),
      ...(values.from === undefined ? {} : { from: values.from }),
      ...(values.revision === undefined ? {} : { revision: values.revision }),
      ...(values.variant === undefined ? {} : { variants: parseVariants(values.variant) }),
      ...(values.prefix === undefined ? {} : { prefix: values.prefix }),
      ...(values.proxy === undefined ? {} : { proxy: values.proxy }),
      ...(token === undefined ? {} : { token }),
    })
  } finally {
    line.end()
  }
  report(added, around.print)
  if (values.module === undefined) around.print('\nGive --module src/model.ts for a module that exports its encoder.')
  else around.print(`\n${await writeModule(values.module, added)}`)
  return 0
}

function readRetries(words: string): number {
  if (/^\d{1,3}$/.test(words)) return Number(words)
  throw new LocavoreError('invalid-argument', `--retries "${words}" is no whole number from 0 to 999.`)
}

/** The option names a variable, so that no token is seen in a list of processes or kept in a shell's history. */
function readToken(name: string, environment: Surroundings['environment']): string | undefined {
  if (!/^hf_/.test(name)) return environment[name]
  throw new LocavoreError(
    'invalid-argument',
    '--token takes the name of an environment variable, not a token: others could read it from the list of processes.',
  )
}

function report({ manifest, folder, agreement, kept }: AddedModel, print: (line: string) => void): void {
  print(`${kept ? 'kept' : 'written'}  ${folder}`)
  const { id, dimensions, modalities } = manifest.space
  print(`space    ${id}: ${dimensions} dimensions, ${modalities.join(', ')}`)
  for (const { id: variant, devices } of manifest.variants) {
    print(
      `${devices.join('+').padEnd(8)} ${variant}, ${formatBytes(bytesFor(manifest, variant))} for a visitor, as far as it is used`,
    )
  }
  if (manifest.variants.length < 2) return
  const words = `variants agree to cosine ${agreement.toFixed(4)} or better on the golden inputs`
  print(
    agreement >= ALIKE
      ? words
      : `look: ${words}; below ${ALIKE} their vectors should not be mixed. Choose other variants.`,
  )
}

/** Everything a device may fetch of the model: towers, tokenizer, golden file. */
function bytesFor({ towers, files, golden }: ModelManifest, variant: string): number {
  const { text } = towers
  const paths = new Set<string | undefined>([golden, text?.tokenizer, text?.tokenizerConfig])
  for (const tower of Object.values(towers)) paths.add(tower.files[variant])
  return files.filter(({ path }) => paths.has(path)).reduce((sum, { bytes }) => sum + bytes, 0)
}
