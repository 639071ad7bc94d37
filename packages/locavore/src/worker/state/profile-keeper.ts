import { foldInteractions, type Profile, profileFromBytes, profileToBytes, replay } from '@locavore/core'
import type { LogRevision, Store } from '@locavore/store'

/** How long a changed profile may wait before it is saved. The log already has everything; this only spares a replay. */
const SAVE_AFTER_MS = 1_000

interface Folded {
  readonly profile: Profile
  readonly revision: LogRevision
}

/**
 * The profiles in memory, one per mode, kept equal to the log on the device whichever tab writes it. The log is the truth;
 * the profiles and the snapshot of the usual one are copies that can be thrown away.
 */
export class ProfileKeeper {
  readonly #store: () => Promise<Store>
  readonly #onLoss: () => void
  /** Of the log when it was last looked at; another one means that something was taken away. */
  #epoch: number | undefined
  /** By mode; the usual one under no name. */
  readonly #folded = new Map<string | undefined, Folded>()
  #restored = false
  #saved: LogRevision | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param onLoss told when interactions were taken away since the last look, in whichever tab */
  constructor(store: () => Promise<Store>, onLoss: () => void) {
    this.#store = store
    this.#onLoss = onLoss
  }

  /** The profile of the log as it is now: folds what is new, or the whole log if something was taken away. */
  async current(mode?: string): Promise<Profile> {
    const store = await this.#store()
    const revision = await store.revision()
    if (this.#epoch !== undefined && this.#epoch !== revision.epoch) this.#onLoss()
    this.#epoch = revision.epoch
    if (!this.#restored) await this.#restore(store)
    const held = this.#folded.get(mode)
    if (held !== undefined && sameRevision(held.revision, revision)) return held.profile
    const extends_ = held !== undefined && held.revision.epoch === revision.epoch && held.revision.last <= revision.last
    const profile = extends_
      ? foldInteractions(held.profile, await store.readLog(held.profile.lastSequence))
      : replay(await store.readLog(), mode)
    this.#folded.set(mode, { profile, revision: reached(revision, profile) })
    if (mode === undefined) this.#saveSoon()
    return profile
  }

  /** Saves the usual profile if it was changed since the last time. A snapshot that cannot be saved is only a slower start. */
  async save(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const changed = (): Folded | undefined => {
      const usual = this.#folded.get(undefined)
      return usual === undefined || sameRevision(usual.revision, this.#saved) ? undefined : usual
    }
    if (changed() === undefined) return
    const store = await this.#store()
    // Read only now: while the database was opened, the profile may have gone on.
    const usual = changed()
    if (usual === undefined) return
    await store.saveProfile({ revision: usual.revision, bytes: profileToBytes(usual.profile) })
    this.#saved = usual.revision
  }

  /** Forgets what is in memory: the next call reads the device again. */
  reset(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#folded.clear()
    this.#restored = false
    this.#saved = undefined
  }

  async #restore(store: Store): Promise<void> {
    this.#restored = true
    try {
      const snapshot = await store.loadProfile()
      if (snapshot === undefined) return
      const { revision } = snapshot
      this.#folded.set(undefined, { profile: profileFromBytes(snapshot.bytes), revision })
      this.#saved = revision
    } catch {
      // A snapshot of another version or a damaged one: the log has it all.
    }
  }

  #saveSoon(): void {
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => void this.save().catch(() => undefined), SAVE_AFTER_MS)
  }
}

function sameRevision(left: LogRevision | undefined, right: LogRevision | undefined): boolean {
  return left !== undefined && right !== undefined && left.last === right.last && left.epoch === right.epoch
}

/** Another tab may have appended between the reading of the revision and of the log; then the profile is already further. */
function reached(revision: LogRevision, profile: Profile): LogRevision {
  return { ...revision, last: Math.max(revision.last, profile.lastSequence) }
}
