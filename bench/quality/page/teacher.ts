// Features of another picture model (MobileNetV2: `input` [n, 3, 224, 224], `embedding` [n, 1280]) in the same runtime.
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm'

const SIDE = 224

env.wasm.numThreads = 1
let session: InferenceSession | undefined

/** The whole central square, from -1 to 1, in planes. */
async function pixelsOf(url: string): Promise<Float32Array> {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob())
  const side = Math.min(bitmap.width, bitmap.height)
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d')
  if (context === null) throw new Error('There is no 2d context.')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, SIDE, SIDE)
  const [left, top] = [(bitmap.width - side) >> 1, (bitmap.height - side) >> 1]
  context.drawImage(bitmap, left, top, side, side, 0, 0, SIDE, SIDE)
  bitmap.close()
  const { data } = context.getImageData(0, 0, SIDE, SIDE)
  const area = SIDE * SIDE
  return Float32Array.from(
    { length: 3 * area },
    (_, at) => (data[(at % area) * 4 + Math.floor(at / area)] ?? 0) / 127.5 - 1,
  )
}

const page = {
  open: async (url: string) => {
    const model = new Uint8Array(await (await fetch(url)).arrayBuffer())
    session = await InferenceSession.create(model, { executionProviders: ['wasm'] })
  },
  features: async (urls: readonly string[]): Promise<number[][]> => {
    if (session === undefined) throw new Error('The teacher is not open.')
    const results: number[][] = []
    for (const url of urls) {
      const input = new Tensor('float32', await pixelsOf(url), [1, 3, SIDE, SIDE])
      const { embedding } = await session.run({ input })
      results.push(Array.from(embedding?.data as Float32Array))
    }
    return results
  },
}

export type TeacherPage = typeof page
Object.assign(globalThis, { teacherPage: page })
