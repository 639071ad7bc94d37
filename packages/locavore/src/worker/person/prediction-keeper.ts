import type { Profile } from '@locavore/core'
import type { Store } from '@locavore/store'
import type { ProfileKeeper } from '../state/profile-keeper.js'
import type { Likeness } from './item-similarity.js'
import { Predictions } from './predictions.js'

/** What is predicted from a log, until the log or the catalogue changes. */
export class PredictionKeeper {
  readonly #store: () => Promise<Store>
  readonly #profiles: ProfileKeeper
  #kept: { readonly known: Profile; readonly version: number; readonly predictions: Predictions } | undefined

  constructor(store: () => Promise<Store>, profiles: ProfileKeeper) {
    this.#store = store
    this.#profiles = profiles
  }

  async current(likeness: Likeness, mode: string | undefined): Promise<Predictions> {
    const known = await this.#profiles.current(mode)
    const { version } = likeness.catalogue
    if (this.#kept?.known === known && this.#kept.version === version) return this.#kept.predictions
    const log = (await (await this.#store()).readLog()).filter((interaction) => interaction.mode === mode)
    const predictions = new Predictions(likeness, log)
    this.#kept = { known, version, predictions }
    return predictions
  }
}
