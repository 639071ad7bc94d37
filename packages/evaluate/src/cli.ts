import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LocavoreError } from '@locavore/core'
import { EVALUATION_PARTS, type EvaluationPart, evaluate, evaluateReference } from './evaluate.js'
import { readPack } from './pack/read-pack.js'
import { formatEvaluation } from './report/table.js'

const USAGE = `usage: pnpm evaluate <pack folder> [--json FILE] [--part NAME] [--reference] [--check] [--seed N]

  --json FILE   write all results with their 95% intervals
  --part NAME   only one of ${EVALUATION_PARTS.join(', ')}; may be given more than once
  --reference   only compare with the reference stored in the pack; implies --check
  --check       exit with 1 if a bar is missed
  --seed N      seed of the bootstrap (default 1)
`

/** The command. @returns the exit status: 0 if everything was measured, 1 if a bar was missed that was to be checked, 2 if nothing could be measured. */
export async function main(args: readonly string[], print: (text: string) => void = console.log): Promise<number> {
  try {
    const { values, positionals } = parse(args)
    const [folder] = positionals
    if (folder === undefined || positionals.length > 1) {
      print(USAGE)
      return 2
    }
    const seed = checkSeed(values.seed ?? '1')
    const parts = values.part?.map(checkPart) ?? EVALUATION_PARTS
    const pack = await readPack(resolve(folder))
    const evaluation =
      values.reference === true
        ? evaluateReference(pack)
        : evaluate(pack, {
            seed,
            parts,
            onFold: ({ fold, people }) => print(`fold ${fold}: ${people.length} people ranked`),
          })
    print(formatEvaluation(evaluation))
    if (values.json !== undefined) await writeFile(resolve(values.json), `${JSON.stringify(evaluation, null, 1)}\n`)
    const strict = values.check === true || values.reference === true
    return strict && evaluation.checks.some(({ passed }) => passed === false) ? 1 : 0
  } catch (error) {
    if (!(error instanceof LocavoreError)) throw error
    print(`${error.code}: ${error.message}`)
    return 2
  }
}

function checkSeed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new LocavoreError('invalid-argument', `The seed is "${text}"; give a whole number of at most nine digits.`)
}

function checkPart(name: string): EvaluationPart {
  const known = EVALUATION_PARTS.find((part) => part === name)
  if (known !== undefined) return known
  throw new LocavoreError(
    'unknown-option',
    `There is no part "${name}" of an evaluation. Use ${EVALUATION_PARTS.join(', ')}.`,
  )
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      // pnpm hands a separating "--" on as it is.
      args: args.filter((arg) => arg !== '--'),
      allowPositionals: true,
      options: {
        json: { type: 'string' },
        part: { type: 'string', multiple: true },
        reference: { type: 'boolean' },
        check: { type: 'boolean' },
        seed: { type: 'string' },
      },
    })
  } catch (error) {
    throw new LocavoreError('unknown-option', `${error instanceof Error ? error.message : error}\n${USAGE}`)
  }
}
