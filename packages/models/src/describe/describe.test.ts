import { describe, expect, test } from 'vitest'
import type { Json } from '../json.js'
import type { Graph, Port } from '../onnx/graph.js'
import { architectureOf } from './architecture.js'
import { describeAudio } from './describe-audio.js'
import { describeImage } from './describe-image.js'
import { describeText } from './describe-text.js'
import { findLayout } from './find-layout.js'
import { pickVariants } from './variants.js'

const field = { number: 1, wire: 2, start: 0, end: 0, valueStart: 0, varint: 0 }
const port = (name: string, type = 'int64', shape: Port['shape'] = [undefined, undefined]): Port => ({
  name,
  type,
  shape,
  field,
})
const graph = (inputs: readonly Port[], outputs: readonly Port[]): Graph => ({
  bytes: new Uint8Array(),
  field,
  inputs,
  outputs,
  nodes: [],
  weights: new Map(),
  hasOutsideWeights: false,
})
const vector = (name: string) => port(name, 'float32', [undefined, 512])
const pixels = port('pixel_values', 'float32', [undefined, 3, undefined, undefined])
const clip = architectureOf({ model_type: 'clip' })
const minilm = architectureOf({ model_type: 'bert' })

const refusal = (read: () => unknown): string => {
  try {
    return `not refused: ${JSON.stringify(read())}`
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'model-invalid' })
    return String(thrown)
  }
}

describe('pictures', () => {
  const colours = { image_mean: [0.5, 0.4, 0.3], image_std: [0.2, 0.2, 0.2] }
  const read = (preprocessor: Json, inputs: readonly Port[] = [pixels]) =>
    describeImage(clip, graph(inputs, [vector('image_embeds')]), { ...colours, ...preprocessor })

  test.each([
    [
      'CLIP',
      { size: { shortest_edge: 224 }, do_center_crop: true, crop_size: { height: 224, width: 224 } },
      'cover',
      224,
      undefined,
    ],
    ['CLIP of old', { size: 224, do_center_crop: true, crop_size: 224 }, 'cover', 224, undefined],
    [
      'a smaller cut',
      { size: { shortest_edge: 256 }, do_center_crop: true, crop_size: { height: 224, width: 224 } },
      'cover',
      224,
      0.875,
    ],
    ['SigLIP', { size: { height: 384, width: 384 } }, 'stretch', 384, undefined],
    ['jina-clip', { size: 512, resize_mode: 'shortest' }, 'cover', 512, undefined],
  ])('%s', (_, preprocessor, fit, side, kept) => {
    expect(read(preprocessor)).toMatchObject({ fit, width: side, height: side, mean: [0.5, 0.4, 0.3] })
    expect(read(preprocessor).kept).toBe(kept)
  })

  test.each([
    ['longest edge', { size: { longest_edge: 224 } }, /shorter side/],
    ['padded', { size: { height: 8, width: 8 }, do_pad: true }, /padding/],
    ['blue first', { size: { height: 8, width: 8 }, do_flip_channel_order: true }, /blue first/],
    ['another scale', { size: { height: 8, width: 8 }, rescale_factor: 1 }, /scale/],
    ['a cut outside', { size: { shortest_edge: 8 }, do_center_crop: true, crop_size: 16 }, /squares/],
    ['no colours', { size: { height: 8, width: 8 }, image_mean: 'x' }, /image_mean/],
  ])('refused: %s', (_, preprocessor, words) => {
    expect(refusal(() => read(preprocessor))).toMatch(words)
  })

  test('refused: NaFlex, halves, and a graph of another size', () => {
    const size = { size: { height: 8, width: 8 } }
    expect(refusal(() => read(size, [pixels, port('pixel_attention_mask')]))).toMatch(/NaFlex/)
    expect(refusal(() => read(size, [port('pixel_values', 'float16')]))).toMatch(/--variant/)
    expect(refusal(() => read(size, [port('pixel_values', 'float32', [1, 3, 16, 16])]))).toMatch(/8 x 8.*16 x 16/)
  })
})

describe('texts', () => {
  const none = { config: {}, tokenizer: {}, tokenizerConfig: {}, pooling: {}, sentence: {}, prompts: {} }
  const read = (inputs: readonly Port[], more: Partial<typeof none> = {}, id = 'a/model') =>
    describeText(
      minilm,
      graph(inputs, [port('last_hidden_state', 'float32', [undefined, undefined, 384])]),
      { ...none, ...more },
      { id, prefix: undefined },
    )
  const ids = port('input_ids')

  test('the pad token is found wherever the tokenizer keeps it', () => {
    const named = (tokenizer: Json) =>
      read([ids], { tokenizer, tokenizerConfig: { pad_token: { content: '<pad>' } } }).padTokenId
    expect(named({ added_tokens: [{ id: 5, content: '<pad>' }] })).toBe(5)
    expect(named({ model: { vocab: { '<pad>': 6 } } })).toBe(6)
    expect(
      named({
        model: {
          vocab: [
            ['a', -1],
            ['<pad>', 0],
          ],
        },
      }),
    ).toBe(1)
    expect(read([ids], { config: { pad_token_id: 9 } }).padTokenId).toBe(9)
  })

  test('prompts, pooling and lengths come from the files of sentence-transformers', () => {
    expect(read([ids], { prompts: { prompts: { query: 'search_query: ' } } }).prefix).toBe('search_query: ')
    expect(read([ids], {}, 'Xenova/multilingual-e5-small').prefix).toBe('query: ')
    expect(read([ids]).prefix).toBeUndefined()
    expect(read([ids], { pooling: { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false } }).pooling).toBe(
      'first',
    )
    expect(
      read([ids], { tokenizerConfig: { model_max_length: 1e30 }, sentence: { max_seq_length: 256 } }).maxTokens,
    ).toBe(256)
    expect(refusal(() => read([ids], { pooling: { pooling_mode_max_tokens: true } }))).toMatch(/max_tokens/)
  })

  test('refused: what is wanted and not made', () => {
    expect(refusal(() => read([ids, port('position_ids')]))).toMatch(/position_ids/)
    expect(refusal(() => read([port('input_ids', 'int32')]))).toMatch(/int32/)
    expect(refusal(() => read([pixels]))).toMatch(/no input_ids/)
    expect(
      refusal(() => describeText(clip, graph([ids], [vector('logits')]), none, { id: '', prefix: undefined })),
    ).toMatch(/logits/)
  })
})

test('refused: a CLAP that fuses, and kinds that are not known', () => {
  const clap = architectureOf({ model_type: 'clap' })
  const features = graph([port('input_features', 'float32')], [vector('audio_embeds')])
  expect(refusal(() => describeAudio(clap, features, { truncation: 'fusion', padding: 'repeatpad' }))).toMatch(
    /unfused/,
  )
  expect(refusal(() => architectureOf({ model_type: 'llama' }))).toMatch(/"llama".*siglip/)
  expect(refusal(() => architectureOf({ model_type: 'constructor' }))).toMatch(/"constructor"/)
})

test('layouts: separate towers, one file for both, weights outside', () => {
  const files = (...paths: string[]) => paths.map((path) => ({ path, bytes: 10 }))
  const separate = findLayout(
    clip,
    files('onnx/text_model.onnx', 'onnx/vision_model.onnx', 'onnx/text_model_fp16.onnx'),
  )
  expect(separate).toMatchObject({ isCombined: false, variants: ['fp32'] })
  expect(findLayout(clip, files('onnx/model_quantized.onnx'))).toMatchObject({ isCombined: true, variants: ['q8'] })
  expect(findLayout(minilm, files('onnx/model.onnx'))).toMatchObject({ isCombined: false })
  expect(refusal(() => findLayout(clip, files('onnx/model.onnx', 'onnx/model.onnx_data')))).toMatch(/onnx_data/)
  expect(refusal(() => findLayout(clip, files('model.safetensors')))).toMatch(/conversion/)
})

test('each device gets the best there is of what is wanted', () => {
  expect(pickVariants(['fp32', 'fp16', 'q8'], undefined)).toEqual([
    { id: 'q8', devices: ['wasm'] },
    { id: 'fp16', devices: ['webgpu'] },
  ])
  expect(pickVariants(['fp32'], undefined)).toEqual([{ id: 'fp32', devices: ['wasm', 'webgpu'] }])
  expect(() => pickVariants(['fp32'], ['q8'])).toThrow(/has fp32/)
  expect(() => pickVariants(['fp32', 'q8', 'uint8'], ['q8', 'uint8', 'fp32'])).toThrow(/uint8/)
})
