import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'

export const USAGE = `usage: pnpm eval:nano [--json FILE] [--check] [--only TASK,...] [--device wasm|webgpu]
       [--photos TAR --labels JSONL] [--emoji TAR --emoji-labels JSONL] [--split FILE [--held-out]] [--teacher ONNX]

  --json FILE           write every figure with its 95% interval
  --check               exit with 1 if a bar is missed
  --only TASK,...       only these: postcards, languages, sounds, clips, alignment, tags, photographs, emoji
  --photos TAR          labelled pictures; may be repeated, or several with commas, as may the next three
  --labels JSONL        their labels: file, set, label, and coarse or null; rows of other tars are left out
  --emoji TAR           emoji as PNG
  --emoji-labels JSONL  their names in every language
  --split FILE          {"heldOut": [file, ...]}: with --held-out, only these pictures are measured
  --teacher ONNX        MobileNetV2, whose features stand beside the model's in item to item retrieval
`

export class UsageError extends Error {}

/** Every list option may be repeated, and may hold several values with commas between. */
const LISTS = ['only', 'photos', 'labels', 'emoji', 'emoji-labels']
const DEFAULT_SPLIT = new URL('../../models/photo-split.json', import.meta.url)

/** @throws UsageError naming what is wrong */
export function readOptions(args) {
  const { values } = parse(args)
  const lists = Object.fromEntries(
    LISTS.map((name) => [name, (values[name] ?? []).flatMap((value) => value.split(',')).filter(Boolean)]),
  )
  const options = { ...values, ...lists, device: values.device ?? 'wasm', check: values.check === true }
  if (options.device !== 'wasm' && options.device !== 'webgpu')
    throw new UsageError(`--device is ${options.device}; give wasm or webgpu.`)
  if (options['held-out'] === true) options.split ??= DEFAULT_SPLIT.pathname
  needTogether(options, 'photos', 'labels')
  needTogether(options, 'emoji', 'emoji-labels')
  for (const name of ['photos', 'labels', 'emoji', 'emoji-labels', 'split', 'teacher'])
    for (const file of [options[name] ?? []].flat())
      if (!existsSync(file)) throw new UsageError(`--${name}: there is no file ${file}.`)
  return options
}

function parse(args) {
  const string = { type: 'string' }
  const options = { json: string, device: string, split: string, teacher: string }
  for (const name of LISTS) options[name] = { type: 'string', multiple: true }
  try {
    // pnpm hands a separating "--" on as it is.
    const given = args.filter((arg) => arg !== '--')
    return parseArgs({
      args: given,
      options: { ...options, check: { type: 'boolean' }, help: { type: 'boolean' }, 'held-out': { type: 'boolean' } },
    })
  } catch (error) {
    throw new UsageError(error.message)
  }
}

function needTogether(options, left, right) {
  if ((options[left].length === 0) !== (options[right].length === 0))
    throw new UsageError(`--${left} and --${right} are given together or not at all.`)
}
