import type { Place } from '../../attributes.js'
import type { DrawPlace } from '../kit.js'
import { islandBeach, seaCliffs } from './coasts.js'
import { cityRooftops, oldTown, riceTerraces, snowVillage } from './settled.js'
import { harbour, mountainLake, riverDelta } from './waters.js'
import { canyon, desert, forest, meadow, volcano } from './wilds.js'

export const DRAW_PLACE: Readonly<Record<Place, DrawPlace>> = {
  harbour,
  'mountain-lake': mountainLake,
  desert,
  'old-town': oldTown,
  forest,
  meadow,
  'island-beach': islandBeach,
  'snow-village': snowVillage,
  canyon,
  'city-rooftops': cityRooftops,
  'rice-terraces': riceTerraces,
  'river-delta': riverDelta,
  'sea-cliffs': seaCliffs,
  volcano,
}
