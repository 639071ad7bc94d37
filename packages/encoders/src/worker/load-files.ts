import { LocavoreError } from '@locavore/core'
import type { CallContext } from '@locavore/threads/worker'
import type { WorkerProgress, WorkerSetup } from '../shared/encoder-protocol.js'
import type { NotedRequest } from '../shared/request-record.js'
import { RUNTIME_FILES } from '../shared/runtime-files.js'
import { flavourOf } from './runtime.js'
import { fetchVerified, type WantedFile } from './verified-files.js'

export type Bytes = Uint8Array<ArrayBuffer>

export const report = (context: CallContext, progress: WorkerProgress): void => context.progress(progress)

/** A signal that ends with the call. */
export function signalOf(context: CallContext): AbortSignal {
  const controller = new AbortController()
  if (context.cancelled()) controller.abort()
  context.onCancel(() => controller.abort())
  return controller.signal
}

export function runtimeFile(setup: WorkerSetup): WantedFile {
  const file = RUNTIME_FILES[flavourOf(setup.device)]
  return { ...file, url: new URL(file.path, setup.runtimeFolder).href, purpose: 'runtime' }
}

/** @throws LocavoreError `model-invalid` when the manifest does not list the path */
export function modelFile(setup: WorkerSetup, path: string): WantedFile {
  const file = setup.manifest.files.find((candidate) => candidate.path === path)
  if (file === undefined)
    throw new LocavoreError('model-invalid', `The model's manifest does not list ${path}.`, { file: path })
  return { ...file, url: new URL(path, setup.modelFolder).href, purpose: 'model' }
}

/** Fetches all files side by side and reports their bytes as one total. The first failure ends the others. */
export async function loadFiles(files: readonly WantedFile[], context: CallContext): Promise<readonly Bytes[]> {
  const controller = new AbortController()
  const outer = signalOf(context)
  outer.addEventListener('abort', () => controller.abort())
  if (outer.aborted) controller.abort()
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0)
  let loadedBytes = 0
  const onBytes = (count: number) => {
    loadedBytes += count
    report(context, { kind: 'download', loadedBytes, totalBytes })
  }
  const onRequest = (noted: NotedRequest) => report(context, { kind: 'request', ...noted })
  const loads = files.map((file) => fetchVerified(file, { signal: controller.signal, onBytes, onRequest }))
  try {
    return await Promise.all(loads)
  } catch (thrown) {
    controller.abort()
    await Promise.allSettled(loads)
    throw thrown
  }
}
