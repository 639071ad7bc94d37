import type { RecommenderOptions } from 'locavore'

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
}

const DEVICES: readonly Devices[number][] = ['webgpu', 'wasm-threads', 'wasm']

function modelOf(asked: string | null): Session['model'] {
  if (asked === null || asked === 'nano') return 'nano'
  return asked === 'none' ? 'none' : { folder: asked }
}

export function readSession(address: URL): Session {
  const asked = address.searchParams
  const device = DEVICES.find((each) => each === asked.get('device'))
  return {
    model: modelOf(asked.get('model')),
    storage: asked.get('storage') === 'memory' ? 'memory' : 'persistent',
    ...(device === undefined ? {} : { devices: [device] }),
  }
}

export const session: Session = readSession(new URL(location.href))
