import { LocavoreError, toLocavoreError } from '@locavore/core'
import { Circumstances } from './circumstances.js'
import { EncoderHost } from './encoder-host.js'
import { EngineClient } from './engine-client.js'
import { followPageLifecycle } from './lifecycle.js'
import { localRecommender } from './local-recommender.js'
import { checkOptions } from './options.js'
import type { Recommender, RecommenderOptions } from './recommender.js'
import { StatusBoard } from './status-board.js'
import { throwIfAborted } from './validate.js'

/**
 * Opens a private recommender: its data from this device's storage, its catalogue from the page's own origin.
 * @returns resolves once it can recommend. A catalogue already on the device serves at once and is refreshed quietly.
 * @throws LocavoreError `unknown-option`, `invalid-argument`, `worker-failed` (also where there are no workers, as in
 * server rendering), `storage-blocked`, `storage-corrupt`, `catalogue-invalid`, `integrity-mismatch`, `fetch-failed`,
 * `space-mismatch`, `aborted`
 */
export async function createRecommender(options: RecommenderOptions): Promise<Recommender> {
  if (typeof Worker === 'undefined' || typeof document === 'undefined') {
    throw new LocavoreError(
      'worker-failed',
      'createRecommender needs a page with workers. On a server, create the recommender in the browser instead.',
    )
  }
  const { request, environment } = checkOptions(options, document.baseURI)
  const circumstances = new Circumstances(options)
  throwIfAborted(options.signal, 'createRecommender')
  const board = new StatusBoard()
  const engine = new EngineClient(request, options.workers?.engine ?? startEngineWorker, board)
  let spaceId: string | undefined
  try {
    spaceId = (await engine.load(loadOptions(options))).space?.id
  } catch (error) {
    await engine.stop('none')
    throw toLocavoreError(error)
  }
  const encoder = options.encoder === undefined ? undefined : new EncoderHost(options.encoder, environment, board)
  const leave = followPageLifecycle({
    onHide: () => void engine.call('suspend', {}).catch(() => undefined),
    onShow: () => void engine.refresh(),
  })
  board.opened()
  void engine.refresh()
  return localRecommender({ engine, board, encoder, spaceId, circumstances, leave })
}

function startEngineWorker(): Worker {
  // Bundlers look for exactly this expression, so it must not be taken apart.
  return new Worker(new URL('../worker/engine-worker.js', import.meta.url), { type: 'module', name: 'locavore-engine' })
}

function loadOptions({ signal, onProgress }: RecommenderOptions) {
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined
      ? {}
      : {
          onProgress: (report: unknown) => {
            const { loadedBytes, totalBytes } = report as { loadedBytes: number; totalBytes: number }
            onProgress({ phase: 'catalogue', loadedBytes, totalBytes })
          },
        }),
  }
}
