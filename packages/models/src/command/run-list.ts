import { ARCHITECTURES } from '../describe/architecture.js'
import { listModels } from '../list-models.js'
import { formatBytes } from './format-bytes.js'
import type { Surroundings, Values } from './run-command.js'

export async function runList(_subject: string, { to }: Values, { print }: Surroundings): Promise<number> {
  const models = await listModels(to)
  if (models.length === 0) print(`No models in ${to}.`)
  for (const { folder, manifest } of models) {
    if (typeof manifest === 'string') print(`${folder}\n    ${manifest}`)
    else {
      const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
      const variants = manifest.variants.map(({ id, devices }) => `${id} (${devices.join(', ')})`).join(', ')
      const { modalities, dimensions } = manifest.space
      print(
        `${folder}\n    ${modalities.join(', ')}; ${dimensions} dimensions; ${variants}; ${formatBytes(bytes)}; licence ${manifest.licence}`,
      )
    }
  }
  print(
    `\nKinds that can be added:\n${ARCHITECTURES.map(({ name, example }) => `  ${name.padEnd(18)} ${example}`).join('\n')}`,
  )
  return 0
}
