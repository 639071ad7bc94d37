import { packFiles } from '@locavore/catalogue'
import { formatBytes, type Surroundings } from '@locavore/models/command-line'
import { openPack } from '../../inspect/read-pack.js'
import type { Values } from '../options/read-options.js'

export async function runInspect(
  [place = '']: readonly string[],
  values: Values,
  around: Surroundings,
): Promise<number> {
  const pack = await openPack(place, around.signal)
  await pack.close()
  const { manifest } = pack
  if (values.json) {
    around.print(JSON.stringify(manifest, null, 2))
    return 0
  }
  const { print } = around
  const { evidence, factorDimensions } = manifest.learnt ?? {}
  print(`name      ${manifest.name}, revision ${manifest.revision}`)
  print(`licence   ${manifest.licence}`)
  print(`signed    ${manifest.signature === undefined ? 'no' : 'yes (verify --public-key tells by whom)'}`)
  for (const [fact, words] of Object.entries(manifest.about ?? {})) print(`${fact.padEnd(9)} ${words}`)
  for (const { id, dimensions, modalities } of manifest.spaces) {
    print(`space     ${id}: ${dimensions} dimensions, ${modalities.join(', ')}`)
  }
  print(`items     ${manifest.itemCount} in ${manifest.shards.length} shards`)
  if (factorDimensions !== undefined) print(`factors   ${factorDimensions} dimensions`)
  if (evidence !== undefined) {
    const { people, interactions, leastPeoplePerPair } = evidence
    print(
      `learnt    from ${interactions} likes of ${people} people; no pair of items of fewer than ${leastPeoplePerPair}`,
    )
  }
  const byRole = new Map<string, { files: number; bytes: number }>()
  for (const { role, modality, file } of packFiles(manifest)) {
    const name = modality === undefined ? role : `${role}, ${modality}`
    const sum = byRole.get(name) ?? { files: 0, bytes: 0 }
    byRole.set(name, { files: sum.files + 1, bytes: sum.bytes + file.bytes })
  }
  for (const [name, { files, bytes }] of byRole) print(`files     ${name}: ${files}, ${formatBytes(bytes)}`)
  return 0
}
