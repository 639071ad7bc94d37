import { cannotUse, type Json, recordAt, textAt } from '../json.js'

/** How a kind of model is read, as far as its files do not say it themselves. */
export interface Architecture {
  readonly name: string
  /** What it has towers for. */
  readonly towers: readonly ('text' | 'image' | 'audio')[]
  /** Most tokens a text was trained with, where the configuration tells more. */
  readonly mostTokens?: number
  /** Texts are always filled up to this, whatever the graph would take. */
  readonly padTo?: number
  /** Names of outputs that are embeddings, best first. */
  readonly outputs: Readonly<Record<'text' | 'image' | 'audio', readonly string[]>>
  /** Positions that the text model keeps for itself, and no token may use. */
  readonly sparePositions?: number
}

const OUTPUTS = {
  text: ['text_embeds', 'l2norm_text_embeddings', 'text_embeddings'],
  image: ['image_embeds', 'l2norm_image_embeddings', 'image_embeddings'],
  audio: ['audio_embeds'],
} as const

/** The pooled state is the embedding there: these have no projection after it. */
const POOLED = { ...OUTPUTS, text: ['pooler_output'], image: ['pooler_output'] }
const SENTENCE = { ...OUTPUTS, text: ['sentence_embedding', 'last_hidden_state', 'token_embeddings'] }

const BOTH = ['text', 'image'] as const

const KNOWN: Readonly<Record<string, Architecture>> = {
  clip: { name: 'CLIP', towers: BOTH, outputs: OUTPUTS },
  siglip: { name: 'SigLIP', towers: BOTH, outputs: POOLED, padTo: 64 },
  siglip2: { name: 'SigLIP 2', towers: BOTH, outputs: POOLED, padTo: 64 },
  chinese_clip: { name: 'Chinese-CLIP', towers: BOTH, outputs: OUTPUTS, mostTokens: 52 },
  jina_clip: { name: 'jina-clip', towers: BOTH, outputs: OUTPUTS },
  clap: { name: 'CLAP', towers: ['text', 'audio'], outputs: OUTPUTS, sparePositions: 2 },
}

/** Text encoders that answer per token, with the positions that RoBERTa's line keeps for itself. */
const SENTENCE_ENCODERS: Readonly<Record<string, number>> = {
  bert: 0,
  distilbert: 0,
  mpnet: 2,
  roberta: 2,
  'xlm-roberta': 2,
  nomic_bert: 0,
  new: 0,
  modernbert: 0,
}

/** @throws LocavoreError `model-invalid` for what is not known, with what is */
export function architectureOf(config: Json): Architecture {
  const kind = textAt(config, 'model_type') ?? ''
  const known = Object.hasOwn(KNOWN, kind) ? KNOWN[kind] : undefined
  if (known !== undefined) return known
  if (Object.hasOwn(SENTENCE_ENCODERS, kind)) {
    const spare = SENTENCE_ENCODERS[kind] ?? 0
    return { name: `sentence encoder (${kind})`, towers: ['text'], outputs: SENTENCE, sparePositions: spare }
  }
  throw cannotUse(
    `Models of type "${kind || 'none'}" are not known. Known: ${[...Object.keys(KNOWN), ...Object.keys(SENTENCE_ENCODERS)].join(', ')}. ` +
      'Choose one of these, or export yours with the outputs and configuration of one.',
  )
}

/** What the configuration says of the text model: its own section, or all of it for a text encoder. */
export function textConfig(config: Json): Json {
  const own = recordAt(config, 'text_config')
  return Object.keys(own).length > 0 ? own : config
}

/** What can be added, with a repository of the hub that is laid out so. */
export const ARCHITECTURES = [
  { name: 'CLIP', example: 'Xenova/clip-vit-base-patch32' },
  { name: 'SigLIP', example: 'Xenova/siglip-base-patch16-224' },
  { name: 'SigLIP 2', example: 'onnx-community/siglip2-base-patch16-224-ONNX' },
  { name: 'Chinese-CLIP', example: 'Xenova/chinese-clip-vit-base-patch16' },
  { name: 'jina-clip', example: 'jinaai/jina-clip-v2' },
  { name: 'MobileCLIP', example: 'Xenova/mobileclip_s0' },
  { name: 'CLAP', example: 'Xenova/clap-htsat-unfused' },
  { name: 'sentence encoders', example: 'Xenova/all-MiniLM-L6-v2, Xenova/multilingual-e5-small' },
] as const
