import type { WorkerSetup } from '../../shared/encoder-protocol.js'
import { withTimeout } from '../with-timeout.js'

/** An adapter takes milliseconds; a driver that hangs never gives one. */
const ADAPTER_TIMEOUT_MS = 10_000

interface GpuAdapterInfo {
  readonly vendor?: string
  readonly architecture?: string
  readonly device?: string
  readonly description?: string
  readonly isFallbackAdapter?: boolean
}

interface GpuAdapter {
  readonly isFallbackAdapter?: boolean
  readonly info?: GpuAdapterInfo
}

interface Gpu {
  requestAdapter(): Promise<GpuAdapter | null>
}

/** Why a device cannot be had; or else what tells it from others, as far as browsers say. */
export type Inspection = { readonly refusal: string } | { readonly identity: readonly string[] }

type Inspected = Pick<WorkerSetup, 'device' | 'anyGpu'>

/** Asked before a single byte is fetched. */
export async function inspectDevice({ device, anyGpu }: Inspected): Promise<Inspection> {
  if (typeof WebAssembly !== 'object') return { refusal: 'this browser has no WebAssembly' }
  if (device === 'webgpu') return inspectGpu(anyGpu)
  const refusal = device === 'wasm-threads' ? threadsRefusal() : undefined
  return refusal === undefined ? { identity: [device, String(navigator.hardwareConcurrency)] } : { refusal }
}

function threadsRefusal(): string | undefined {
  if (!self.crossOriginIsolated) return 'the page is not cross-origin isolated (headers COOP and COEP)'
  return navigator.hardwareConcurrency > 1 ? undefined : 'the machine has one core'
}

async function inspectGpu(anyGpu: boolean): Promise<Inspection> {
  const gpu = (navigator as { readonly gpu?: Gpu }).gpu
  if (gpu === undefined) return { refusal: 'this browser has no WebGPU' }
  // Sessions there grew to 14 GB until the tab was ended: microsoft/onnxruntime issue 26827.
  const isWebKit = /AppleWebKit/.test(navigator.userAgent) && !/Chrom(e|ium)/.test(navigator.userAgent)
  if (isWebKit && !anyGpu) return { refusal: 'WebGPU of WebKit browsers is known to lose memory' }
  const asked = gpu.requestAdapter().catch(() => null)
  const late = new Error(`WebGPU gave no adapter within ${ADAPTER_TIMEOUT_MS / 1000} s`)
  const adapter = await withTimeout(asked, ADAPTER_TIMEOUT_MS, () => late).catch(() => late)
  if (adapter instanceof Error) return { refusal: adapter.message }
  if (adapter === null) return { refusal: 'no WebGPU adapter' }
  const isSoftware = adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false
  if (isSoftware && !anyGpu) return { refusal: 'the WebGPU adapter is only software, slower than WebAssembly' }
  const { vendor = '', architecture = '', device = '', description = '' } = adapter.info ?? {}
  return { identity: ['webgpu', vendor, architecture, device, description] }
}
