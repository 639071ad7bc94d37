import type { WireSound } from '../encoder-protocol.js'
import { type WindowPlan, windowCount } from './window-plan.js'

/** Windows that go to the device together, with where the first one starts. */
export interface SoundStretch extends WireSound {
  readonly start: number
}

/**
 * Cuts a sound of any length into stretches of `most` windows, the last one shorter. Holds one stretch at a time; what two
 * windows share is sent once.
 *
 * @param pieces Mono, at the plan's rate. A sound without any sample gives no stretch.
 */
export async function* cutWindows(
  pieces: AsyncIterable<Float32Array>,
  plan: WindowPlan,
  most: number,
): AsyncGenerator<SoundStretch, void, unknown> {
  const { length, hop } = plan
  const held = new Float32Array(length + (most - 1) * hop)
  let filled = 0
  let start = 0
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      // Given on only when more follows: the end may make this the last stretch.
      if (filled === held.length) {
        yield { start, samples: held.slice(), windows: most }
        held.copyWithin(0, most * hop)
        filled -= most * hop
        start += most * hop
      }
      const count = Math.min(piece.length - at, held.length - filled)
      held.set(piece.subarray(at, at + count), filled)
      filled += count
      at += count
    }
  }
  if (filled > 0) yield { start, samples: held.slice(0, filled), windows: windowCount(filled, plan) }
}
