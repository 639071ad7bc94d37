export {
  HOURS,
  type Hour,
  MOODS,
  type Mood,
  PALETTES,
  type Palette,
  PLACES,
  type Place,
  SEASONS,
  type Season,
  STYLES,
  type Style,
  SUBJECTS,
  type Subject,
  WEATHERS,
  type Weather,
} from './attributes.js'
export { drawPicture } from './picture/draw-picture.js'
export { createPostcard, type Postcard } from './postcard.js'
export { createScene, isHeldOutCombination, type Scene } from './scene.js'
export { actOn, type SimulatedInteraction } from './simulate/act.js'
export { affinity, createPerson, type Person, type PersonOptions } from './simulate/person.js'
export { COMPOUND_TASTES, matchesTaste, TASTES, type Taste } from './simulate/taste.js'
export { LANGUAGES, type Language, writeCaption, writeTitle } from './text/write.js'
