import type { TextTower } from '@locavore/encoders/towers'
import { cannotUse, type Json, numberAt, recordAt, textAt } from '../json.js'
import type { Graph, Port } from '../onnx/graph.js'
import { type Architecture, textConfig } from './architecture.js'
import { floatOutput } from './ports.js'
import { padToken } from './tokenizer-files.js'

/** The small files beside a text tower, as far as the model has them. */
export interface TextFiles {
  readonly config: Json
  readonly tokenizer: Json
  readonly tokenizerConfig: Json
  /** `1_Pooling/config.json` of sentence-transformers. */
  readonly pooling: Json
  /** `sentence_bert_config.json` of sentence-transformers. */
  readonly sentence: Json
  /** `config_sentence_transformers.json`. */
  readonly prompts: Json
}

export type DescribedText = Omit<TextTower, 'files'>

/** A phone encodes hundreds of texts; attention over more tokens than this costs more than the last words are worth. */
const MOST_TOKENS = 512

/** @throws LocavoreError `model-invalid` for what our encoder cannot feed or read, with what to do */
export function describeText(
  architecture: Architecture,
  graph: Graph,
  files: TextFiles,
  choice: { readonly id: string; readonly prefix: string | undefined },
): DescribedText {
  const inputs = readInputs(graph)
  const output = floatOutput(graph, architecture.outputs.text, 'text')
  const fixed = inputs.ids.shape[1]
  const most = Math.min(mostTokens(architecture, files), fixed ?? MOST_TOKENS)
  const padTo = fixed ?? architecture.padTo
  const prefix = choice.prefix ?? promptOf(files.prompts) ?? (isE5(choice.id) ? 'query: ' : '')
  const perToken = output.shape.length === 3
  return {
    tokenizer: 'tokenizer.json',
    tokenizerConfig: 'tokenizer_config.json',
    maxTokens: padTo === undefined ? most : Math.min(most, padTo),
    padTokenId: padToken(files),
    ...(padTo === undefined ? {} : { padTo }),
    ...(readsLowerCase(architecture, files) ? { lowercase: true } : {}),
    ...(prefix === '' ? {} : { prefix }),
    inputs: {
      ids: inputs.ids.name,
      ...(inputs.mask === undefined ? {} : { mask: inputs.mask.name }),
      ...(inputs.types === undefined ? {} : { types: inputs.types.name }),
    },
    output: output.name,
    ...(perToken ? { pooling: poolingOf(files.pooling) } : {}),
  }
}

function readInputs({ inputs }: Graph): { readonly ids: Port; readonly mask?: Port; readonly types?: Port } {
  const named = (name: string) => inputs.find((input) => input.name === name)
  const [ids, mask, types] = [named('input_ids'), named('attention_mask'), named('token_type_ids')]
  const other = inputs.find((input) => ![ids, mask, types].includes(input))
  if (ids === undefined) throw cannotUse('The text model takes no input_ids. Choose a conversion for transformers.js.')
  if (other !== undefined) {
    throw cannotUse(
      `The text model also wants ${other.name}, which our encoder does not make. Choose another conversion.`,
    )
  }
  const odd = inputs.find(({ type }) => type !== 'int64')
  if (odd !== undefined) {
    throw cannotUse(`The input ${odd.name} is ${odd.type}; our encoder gives int64. Choose another conversion.`)
  }
  return { ids, ...(mask === undefined ? {} : { mask }), ...(types === undefined ? {} : { types }) }
}

function mostTokens(architecture: Architecture, { config, tokenizerConfig, sentence }: TextFiles): number {
  const positions = numberAt(textConfig(config), 'max_position_embeddings')
  const limits = [
    MOST_TOKENS,
    architecture.mostTokens,
    positions === undefined ? undefined : positions - (architecture.sparePositions ?? 0),
    // "No limit" is written as a number beyond counting.
    numberAt(tokenizerConfig, 'model_max_length'),
    numberAt(sentence, 'max_seq_length'),
  ]
  return Math.min(...limits.filter((limit) => limit !== undefined && limit >= 2).map(Number))
}

/** SigLIP 2 was trained on lower case, and its tokenizer, Gemma's, keeps upper case. */
function readsLowerCase({ padTo }: Architecture, { tokenizerConfig, sentence }: TextFiles): boolean {
  const isSiglip = padTo !== undefined
  const reader = textAt(tokenizerConfig, 'tokenizer_class') ?? ''
  return (isSiglip && /^(Gemma|Siglip2)/.test(reader)) || sentence['do_lower_case'] === true
}

/** Searches and items are compared with each other, so that both get the prompt of a query. */
function promptOf(prompts: Json): string | undefined {
  const texts = recordAt(prompts, 'prompts')
  const name = textAt(prompts, 'default_prompt_name') ?? 'query'
  return textAt(texts, name)
}

const isE5 = (id: string) => /(^|[/_-])e5[/_-]/i.test(id)

function poolingOf(pooling: Json): NonNullable<TextTower['pooling']> {
  const modes = Object.entries(pooling).filter(([key, value]) => key.startsWith('pooling_mode_') && value === true)
  const names = modes.map(([key]) => key)
  if (modes.length === 0 || (names.length === 1 && names[0] === 'pooling_mode_mean_tokens')) return 'mean'
  if (names.length === 1 && names[0] === 'pooling_mode_cls_token') return 'first'
  if (names.length === 1 && names[0] === 'pooling_mode_lasttoken') return 'last'
  throw cannotUse(
    `The model pools by ${names.join(' and ')}; our encoder knows the mean, the first and the last token. Choose another model.`,
  )
}
