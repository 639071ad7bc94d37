import type { RecommenderOptions } from 'locavore'
import { type CatalogueSize, readCatalogueSize } from '../large/catalogue-size.js'

type Devices = NonNullable<RecommenderOptions['devices']>

/** What the page's address asks for: switches for tests and for the curious, listed in `demo/README.md`. */
export interface Session {
  /**
   * `?model=none` leaves the encoder out: the feed works, search by content does not. `?model=/models/mine/` takes the model
   * in that folder of this site in place of the embedded one.
   */
  readonly model: 'nano' | 'none' | { readonly folder: string }
  /** `?device=wasm|wasm-threads|webgpu` restricts the device ladder to one step. */
  readonly devices?: Devices
  /** `?storage=memory` keeps nothing after the page is closed. */
  readonly storage: 'persistent' | 'memory'
  /** `?items=100000` takes that many postcards, made on the device, in place of those that come with the page. */
  readonly size?: CatalogueSize
}

const DEVICES: readonly Devices[number][] = ['webgpu', 'wasm-threads', 'wasm']

function modelOf(asked: string | null): Session['model'] {
  if (asked === null || asked === 'nano') return 'nano'
  return asked === 'none' ? 'none' : { folder: asked }
}

/** Their vectors are in the space of the embedded model. */
function sizeOf(asked: URLSearchParams, model: Session['model']): CatalogueSize | undefined {
  const size = readCatalogueSize(asked)
  if (size === undefined || typeof model !== 'object') return size
  return 'other-model'
}

export function readSession(address: URL): Session {
  const asked = address.searchParams
  const device = DEVICES.find((each) => each === asked.get('device'))
  const model = modelOf(asked.get('model'))
  const size = sizeOf(asked, model)
  return {
    model,
    storage: asked.get('storage') === 'memory' ? 'memory' : 'persistent',
    ...(device === undefined ? {} : { devices: [device] }),
    ...(size === undefined ? {} : { size }),
  }
}

export const session: Session = readSession(new URL(location.href))

/** How many postcards are made on the device; undefined where those that come with the page are shown. */
export const largeCount = typeof session.size === 'object' && 'count' in session.size ? session.size.count : undefined
