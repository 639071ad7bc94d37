import { packFiles } from '@locavore/catalogue'
import { formatBytes, type Surroundings } from '@locavore/models/command-line'
import { buildPack, buildPartition } from '../../build/build-pack.js'
import type { BuildReport } from '../../build/finish-pack.js'
import { readBrought } from '../options/read-brought.js'
import { readLearning } from '../options/read-learning.js'
import { readFacts, readItemOptions, readPartition, readTo, type Values } from '../options/read-options.js'
import { ProgressLine } from '../progress-line.js'

export async function runBuild(items: readonly string[], values: Values, around: Surroundings): Promise<number> {
  const line = new ProgressLine(around.status)
  const to = readTo(values)
  const options = readItemOptions(items, values, around, line)
  try {
    if (values.partition !== undefined) {
      const partition = readPartition(values.partition)
      const { faults } = await buildPartition({ ...options, to, partition })
      line.end()
      around.print(`partition ${partition.index} of ${partition.of} is in ${to}; ${faultWords(faults)}`)
      return 0
    }
    const since = values.since === undefined ? {} : { since: values.since }
    const report = await buildPack({
      ...since,
      ...options,
      ...readLearning(values),
      ...(await readBrought(values)),
      ...readFacts(values, to),
      to,
    })
    line.end()
    printReport(report, around.print)
    return 0
  } finally {
    line.end()
  }
}

export function printReport({ folder, manifest, faults }: BuildReport, print: (line: string) => void): void {
  const files = packFiles(manifest).map(({ file }) => file)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  print(`written  ${folder}`)
  print(`revision ${manifest.revision}`)
  print(`items    ${manifest.itemCount} in ${manifest.shards.length} shards; ${faultWords(faults)}`)
  for (const { id, dimensions } of manifest.spaces) print(`space    ${id}: ${dimensions} dimensions`)
  print(`files    ${files.length}, ${formatBytes(bytes)}`)
}

function faultWords(faults: number): string {
  return faults === 0 ? 'nothing was left out' : `${faults} rows or media were left out`
}
