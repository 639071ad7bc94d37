/** Running a model in Node, in the runtime that visitors have: for tools that encode ahead of a visit. */

export { decodeSamples } from './trial/golden-inputs.js'
export { type Feeds, type OpenTower, openTower } from './trial/open-session.js'
export { runPictures, runSounds, runTexts } from './trial/run-towers.js'
