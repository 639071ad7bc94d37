/** What a tower is fed and what its answer means, without any runtime: for tools that make or check models. */

export { type Golden, type GoldenPicture, goldenPixels, parseGolden } from './golden.js'
export type { AudioTower, Device, ImageTower, ModelFile, ModelManifest, TextTower } from './model-manifest.js'
export { normaliseText } from './normalise-text.js'
export { cropFor, planeLength, writePlanes } from './picture/pixels.js'
export { HEADER_BYTES, type PictureFormat, type PictureHeader, sniffPicture } from './picture/sniff-picture.js'
export { createFrontEnd, type FrontEnd, peakOf, SILENCE } from './sound/front-end.js'
export { createResampler, type Resampler } from './sound/resample.js'
export { type WindowPlan, windowCount, windowPlan } from './sound/window-plan.js'
export { poolRows } from './text/pool-rows.js'
export { type TextRows, writeTextRows } from './text/text-rows.js'
export { createTokeniser, type Tokenise } from './text/tokenise.js'
export { cosine, toUnitVector } from './unit-vector.js'
