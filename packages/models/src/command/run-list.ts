import { formatBytes, type Surroundings } from '../command-line/index.js'
import { ARCHITECTURES } from '../describe/architecture.js'
import { listModels } from '../list-models.js'
import type { Values } from './run-command.js'

export async function runList({ to }: Values, { print }: Surroundings): Promise<number> {
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
