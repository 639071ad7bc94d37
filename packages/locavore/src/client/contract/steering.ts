import type { AttributeValue, Interaction, Item, Modality } from '@locavore/core'
import type { ModeOptions } from './tastes.js'

/**
 * What the lists are to have more of, or less: `value` from -1 to 1, 0 to say no more about it.
 * Words ("rain"); an item ("like this"), or an item and words ("like this, but at night"); a medium (at -1 it does not count at
 * all, at 1 four times as much as usual); an attribute value; or a numeric attribute, more of which is wanted.
 */
export type Steering =
  | { readonly words: string; readonly value?: number }
  | { readonly itemId: string; readonly words?: string; readonly value?: number }
  | { readonly modality: Modality; readonly value: number }
  | { readonly attribute: string; readonly is?: AttributeValue; readonly value: number }

/** Something the lists are steered by now. */
export interface SteeringEntry {
  /** Of the interaction that holds it: `forget(sequence)` undoes it. */
  readonly sequence: number
  readonly steering: Steering
  readonly value: number
  /** The item it is about, unless that has left the catalogue. */
  readonly item?: Item
  /** False for words that no encoder of this space has read, and for items that are gone: they change no list. */
  readonly effective: boolean
}

export interface SteeringMethods {
  /**
   * Steers every list from now on. Of the same words, item, medium or attribute the last value counts. Words load the model.
   * Resolves when durably stored, or with undefined while paused.
   * @throws `invalid-argument`, `unknown-item`, `encoder-unavailable` for words, and what a device throws that cannot encode
   */
  steer(steering: Steering, options?: ModeOptions): Promise<Interaction | undefined>
  /** What the lists are steered by, the newest first. */
  steering(options?: ModeOptions): Promise<readonly SteeringEntry[]>
}
