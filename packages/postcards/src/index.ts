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
export { drawFrame } from './clip/draw-frame.js'
export { CLIP_SECONDS } from './clip/frame.js'
export { drawPicture } from './picture/draw-picture.js'
export { type PictureBox, subjectBox } from './picture/subject-box.js'
export { type CardText, createPostcard, type Postcard } from './postcard.js'
export { createScene, isHeldOutCombination, type Scene } from './scene.js'
export { actOn, type SimulatedInteraction } from './simulate/act.js'
export { affinity, createPerson, type Person, type PersonOptions } from './simulate/person.js'
export { COMPOUND_TASTES, matchesTaste, TASTES, type Taste } from './simulate/taste.js'
export { encodeWav } from './sound/encode-wav.js'
export { renderSound, type SoundOptions, soundSeconds } from './sound/render-sound.js'
export { writeEvent } from './text/event-words.js'
export {
  LANGUAGES,
  type Language,
  listAttributeWords,
  type SceneText,
  writeCaption,
  writeTexts,
  writeTitle,
} from './text/write.js'
export {
  CLIP_EVENT_NAMES,
  type ClipEvent,
  type ClipEventName,
  clipEvents,
  SOUND_EVENT_NAMES,
  type SoundEvent,
  type SoundEventName,
  soundEvents,
} from './timeline.js'
