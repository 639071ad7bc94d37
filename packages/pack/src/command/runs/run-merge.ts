import type { Surroundings } from '@locavore/models/command-line'
import { mergePartitions } from '../../build/merge-partitions.js'
import { readBrought } from '../options/read-brought.js'
import { readLearning } from '../options/read-learning.js'
import { readCommon, readFacts, readTo, type Values } from '../options/read-options.js'
import { ProgressLine } from '../progress-line.js'
import { printReport } from './run-build.js'

export async function runMerge(partitions: readonly string[], values: Values, around: Surroundings): Promise<number> {
  const line = new ProgressLine(around.status)
  const to = readTo(values)
  try {
    const common = readCommon(values, around, line)
    const report = await mergePartitions({
      ...common,
      ...readLearning(values),
      ...(await readBrought(values)),
      ...readFacts(values, to),
      partitions,
      to,
    })
    line.end()
    printReport(report, around.print)
    return 0
  } finally {
    line.end()
  }
}
