import type { Subject } from '../../attributes.js'
import { butterfly, cat, deer, elephant, fox, horse, owl, rabbit } from './animals.js'
import { cabin, campfire, ferrisWheel, marketStall, tent, windmill } from './dwellings.js'
import { airship, bicycle, camperVan, hotAirBalloon, kite, paperPlane, suitcase, tram } from './journeys.js'
import { gramophone, guitar, lantern, piano, postbox, teapot, telescope, umbrella } from './keepsakes.js'
import type { SubjectParts } from './parts.js'
import { bridge, heron, lighthouse, rowingBoat, sailingBoat, swan, turtle, whale } from './waterside.js'

export type { SubjectParts } from './parts.js'

export const SUBJECT_PARTS: Readonly<Record<Subject, SubjectParts>> = {
  lighthouse,
  'sailing-boat': sailingBoat,
  'rowing-boat': rowingBoat,
  whale,
  swan,
  heron,
  turtle,
  fox,
  cat,
  deer,
  owl,
  rabbit,
  horse,
  elephant,
  bicycle,
  tram,
  'camper-van': camperVan,
  tent,
  campfire,
  windmill,
  bridge,
  cabin,
  'ferris-wheel': ferrisWheel,
  'market-stall': marketStall,
  lantern,
  telescope,
  umbrella,
  piano,
  guitar,
  suitcase,
  postbox,
  teapot,
  gramophone,
  'hot-air-balloon': hotAirBalloon,
  kite,
  'paper-plane': paperPlane,
  airship,
  butterfly,
}
