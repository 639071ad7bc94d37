import { difference, type FrameSignature } from './frame-signature.js'

/** One frame that was looked at. */
export interface Probe {
  readonly seconds: number
  readonly signature: FrameSignature
}

/** A stretch of a clip in which what is seen stays the same. Scenes follow each other without gaps. */
export interface Scene {
  readonly from: number
  readonly to: number
  /** Places of its frames in the list of probes: `first` up to, but not including, `end`. At least one. */
  readonly first: number
  readonly end: number
}

/** From one frame to the next: a cut. */
const CUT = 0.25
/** From the first frame of a scene: it has faded or panned into another. */
const DRIFT = 0.45

/** Cuts and slow changes. @param probes Ascending, at least one. */
export function findScenes(probes: readonly Probe[], span: { readonly from: number; readonly to: number }): Scene[] {
  const starts = [0]
  for (let index = 1; index < probes.length; index++) {
    const [anchor, previous, own] = [probes[starts.at(-1) ?? 0], probes[index - 1], probes[index]]
    if (anchor === undefined || previous === undefined || own === undefined) continue
    const isCut = difference(previous.signature, own.signature) > CUT
    if (isCut || difference(anchor.signature, own.signature) > DRIFT) starts.push(index)
  }
  return starts.map((first, index) => {
    const end = starts[index + 1] ?? probes.length
    const from = index === 0 ? span.from : (probes[first]?.seconds ?? span.from)
    const to = Math.max(probes[end]?.seconds ?? span.to, probes[end - 1]?.seconds ?? span.to)
    return { from, to, first, end }
  })
}

/** Joins the neighbours that differ least until no more than `most` are left. @param apart How much two neighbours differ. */
export function joinScenes(
  scenes: readonly Scene[],
  most: number,
  apart: (left: Scene, right: Scene) => number,
): Scene[] {
  const joined = [...scenes]
  while (joined.length > most) {
    const gaps = joined.slice(1).map((right, index) => apart(joined[index] ?? right, right))
    const at = gaps.indexOf(Math.min(...gaps))
    const [left, right] = [joined[at], joined[at + 1]]
    if (left === undefined || right === undefined) break
    joined.splice(at, 2, { from: left.from, to: right.to, first: left.first, end: right.end })
  }
  return joined
}

/**
 * Places of the frames to look at closely, ascending: at least one of every scene, and of a long one about one in each
 * `spacing` seconds, as far as `most` allows.
 */
export function chooseFrames(scenes: readonly Scene[], most: number, spacing: number): number[] {
  let step = Math.max(spacing, 1e-3)
  const countOf = ({ from, to, first, end }: Scene) =>
    Math.min(end - first, Math.max(1, Math.round((to - from) / step)))
  const total = () => scenes.reduce((sum, scene) => sum + countOf(scene), 0)
  while (total() > Math.max(most, scenes.length)) step *= 1.25
  return scenes.flatMap((scene) => {
    const count = countOf(scene)
    return Array.from({ length: count }, (_, index) =>
      Math.floor(scene.first + ((index + 0.5) * (scene.end - scene.first)) / count),
    )
  })
}

export interface LookOptions {
  /** Most frames for the model. */
  readonly most: number
  /** Of a long scene about one in each so many seconds. */
  readonly spacing: number
}

/** For a vector: each scene once, and long ones again. */
export const FOR_VECTOR: LookOptions = { most: 32, spacing: 4 }

/** The scenes of a film, and the places of those probes that the model should see. */
export function planScenes(
  probes: readonly Probe[],
  span: { readonly from: number; readonly to: number },
  { most, spacing }: LookOptions,
): { readonly scenes: readonly Scene[]; readonly chosen: readonly number[] } {
  const scenes = joinScenes(findScenes(probes, span), most, (left, right) => apartOf(probes, left, right))
  return { scenes, chosen: chooseFrames(scenes, most, spacing) }
}

/** Where the scenes meet they may fade into each other; their middles tell them apart. */
function apartOf(probes: readonly Probe[], left: Scene, right: Scene): number {
  const [a, b] = [left, right].map(({ first, end }) => probes[Math.floor((first + end) / 2)])
  return a === undefined || b === undefined ? 0 : difference(a.signature, b.signature)
}
