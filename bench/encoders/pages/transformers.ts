// transformers.js as its documentation shows it. Address: ?model=nano|clip&threads=1|2&batch=8 (all at once without it)
import { AutoTokenizer, CLIPTextModelWithProjection, env, pipeline } from '@huggingface/transformers'
import { offer } from './contract.js'

const parameters = new URLSearchParams(location.search)
const model = parameters.get('model') ?? 'nano'
const batch = Number(parameters.get('batch') ?? 0)

env.allowRemoteModels = false
env.allowLocalModels = true
env.localModelPath = '/transformers/models/'
const wasm = env.backends.onnx.wasm
if (wasm) {
  wasm.numThreads = Number(parameters.get('threads') ?? 1)
  wasm.wasmPaths = {
    mjs: '/transformers/ort/ort-wasm-simd-threaded.mjs',
    wasm: '/transformers/ort/ort-wasm-simd-threaded.wasm',
  }
}
const options = { device: 'wasm', dtype: 'q8' } as const

type Vectors = readonly ArrayLike<number>[]

function rows({ dims, data }: { readonly dims: readonly number[]; readonly data: ArrayLike<number> }): Vectors {
  const [count = 0, dimensions = 0] = dims
  const all = Float32Array.from(data)
  return Array.from({ length: count }, (_, row) => all.subarray(row * dimensions, (row + 1) * dimensions))
}

async function inBatches(inputs: readonly string[], run: (batch: string[]) => Promise<Vectors>): Promise<Vectors> {
  const length = batch > 0 ? batch : inputs.length
  const vectors: ArrayLike<number>[] = []
  for (let start = 0; start < inputs.length; start += length)
    vectors.push(...(await run(inputs.slice(start, start + length))))
  return vectors
}

async function loadPictures() {
  const extract = await pipeline('image-feature-extraction', model, options)
  return async (urls: string[]) => rows((await extract(urls)) as unknown as Parameters<typeof rows>[0])
}

/** No pipeline gives a text tower's embedding; these are the two calls its documentation names for CLIP. */
async function loadTexts() {
  const tokenizer = await AutoTokenizer.from_pretrained(model)
  const tower = await CLIPTextModelWithProjection.from_pretrained(model, options)
  return async (texts: string[]) => {
    const { text_embeds } = await tower(tokenizer(texts, { padding: true, truncation: true }))
    return rows(text_embeds)
  }
}

let pictures: ReturnType<typeof loadPictures> | undefined
let texts: ReturnType<typeof loadTexts> | undefined
offer({
  pictures: async (urls) => {
    pictures ??= loadPictures()
    return inBatches(urls, await pictures)
  },
  texts: async (inputs) => {
    texts ??= loadTexts()
    return inBatches(inputs, await texts)
  },
})
