/** What a tower is fed and what its answer means, without any runtime: for tools that make or check models. */

export { type Golden, type GoldenPicture, goldenPixels, parseGolden } from './golden.js'
export type { AudioTower, Device, ImageTower, ModelFile, ModelManifest, TextTower } from './model-manifest.js'
export { normaliseText } from './normalise-text.js'
export { planeLength, writePlanes } from './picture/pixels.js'
export { createFrontEnd, type FrontEnd } from './sound/front-end.js'
export { poolRows } from './text/pool-rows.js'
export { type TextRows, writeTextRows } from './text/text-rows.js'
export { createTokeniser, type Tokenise } from './text/tokenise.js'
export { cosine, toUnitVector } from './unit-vector.js'
