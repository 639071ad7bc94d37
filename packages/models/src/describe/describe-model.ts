import { readFile, rm, writeFile } from 'node:fs/promises'
import { diskFailure } from '../folder/download-file.js'
import type { FetchedFiles } from '../folder/fetch-model.js'
import { cannotUse, type Json } from '../json.js'
import { type Graph, readGraph, scalarWeight } from '../onnx/graph.js'
import { splitGraph } from '../onnx/split-graph.js'
import type { TowerName } from '../trial/golden-file.js'
import type { Architecture } from './architecture.js'
import { type DescribedAudio, describeAudio } from './describe-audio.js'
import { type DescribedImage, describeImage } from './describe-image.js'
import { type DescribedText, describeText, type TextFiles } from './describe-text.js'
import { type Layout, onnxPath, towerPath } from './find-layout.js'
import type { PickedVariant } from './variants.js'

export interface DescribedTowers {
  readonly text?: DescribedText
  readonly image?: DescribedImage
  readonly audio?: DescribedAudio
  /** What cosines are multiplied by before a softmax, where the graph still has it. */
  readonly logitScale?: number
}

export interface DescribeRequest {
  readonly architecture: Architecture
  readonly layout: Layout
  readonly variants: readonly PickedVariant[]
  readonly id: string
  readonly prefix: string | undefined
}

/**
 * Reads every graph, cuts those that hold both towers in two, and says how each tower is fed.
 *
 * @throws LocavoreError `model-invalid` when our encoder cannot, or when two variants want different things
 */
export async function describeModel(files: FetchedFiles, request: DescribeRequest): Promise<DescribedTowers> {
  const preprocessor = await files.json('preprocessor_config.json')
  const texts = await readTextFiles(files)
  let first: DescribedTowers | undefined
  let logitScale: number | undefined
  for (const { id } of request.variants) {
    const described: Record<string, unknown> = {}
    for (const [tower, stem] of Object.entries(request.layout.stems) as [TowerName, string][]) {
      const graph = await readFileGraph(files, onnxPath(stem, id))
      logitScale ??= logitScaleOf(graph)
      const own = request.layout.isCombined ? await cutTower(files, graph, tower, request, id) : graph
      described[tower] = describeTower(tower, own, request, texts, preprocessor)
    }
    first ??= described as DescribedTowers
    if (JSON.stringify(described) !== JSON.stringify(first)) {
      throw cannotUse(
        `Variant ${id} wants or gives other things than ${request.variants[0]?.id}. Choose one --variant.`,
      )
    }
  }
  if (request.layout.isCombined) await removeCombined(files, request)
  return { ...first, ...(logitScale === undefined ? {} : { logitScale }) }
}

/** The graph keeps its logarithm. Trained scales end near 100. */
function logitScaleOf(graph: Graph): number | undefined {
  const logarithm = scalarWeight(graph, 'logit_scale')
  return logarithm !== undefined && logarithm < 10 ? Number(Math.exp(logarithm).toPrecision(6)) : undefined
}

async function readTextFiles(files: FetchedFiles): Promise<TextFiles> {
  return {
    config: await files.json('config.json'),
    tokenizer: await files.json('tokenizer.json'),
    tokenizerConfig: await files.json('tokenizer_config.json'),
    pooling: await files.json('1_Pooling/config.json'),
    sentence: await files.json('sentence_bert_config.json'),
    prompts: await files.json('config_sentence_transformers.json'),
  }
}

async function readFileGraph(files: FetchedFiles, path: string): Promise<Graph> {
  const graph = readGraph(await readFile(files.pathOf(path)))
  if (!graph.hasOutsideWeights) return graph
  throw cannotUse(`${path} keeps its weights in another file, which browsers cannot load. Choose another --variant.`)
}

/** Writes the part of a tower as a file of its own. */
async function cutTower(
  files: FetchedFiles,
  graph: Graph,
  tower: TowerName,
  { architecture, layout }: DescribeRequest,
  variant: PickedVariant['id'],
): Promise<Graph> {
  const names = graph.outputs.map(({ name }) => name)
  const output = architecture.outputs[tower].find((name) => names.includes(name))
  if (output === undefined) {
    throw cannotUse(
      `The model gives ${names.join(', ')}, and nothing that is known for ${tower}. Choose another conversion.`,
    )
  }
  const bytes = splitGraph(graph, output)
  await writeFile(files.pathOf(towerPath(layout, tower, variant)), bytes).catch(diskFailure)
  return readGraph(bytes)
}

async function removeCombined(files: FetchedFiles, { layout, variants }: DescribeRequest): Promise<void> {
  for (const { id } of variants) {
    for (const stem of new Set(Object.values(layout.stems))) await rm(files.pathOf(onnxPath(stem, id)), { force: true })
  }
}

function describeTower(
  tower: TowerName,
  graph: Graph,
  { architecture, id, prefix }: DescribeRequest,
  texts: TextFiles,
  preprocessor: Json,
): DescribedText | DescribedImage | DescribedAudio {
  if (tower === 'text') return describeText(architecture, graph, texts, { id, prefix })
  if (tower === 'image') return describeImage(architecture, graph, preprocessor)
  return describeAudio(architecture, graph, preprocessor)
}
