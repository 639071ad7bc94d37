import type { Bootstrap } from '../measure/bootstrap.js'
import type { Pack } from '../pack/read-pack.js'
import type { Section } from '../report/section.js'
import { auditedLists } from './audited-lists.js'
import { calibrationSection, exposureSection } from './exposure.js'
import { groupings } from './item-groups.js'
import { peopleSections } from './people-groups.js'

/** Whom the default shows, and whom it serves: tables for the publisher to judge by. There are no bars. */
export function biasSections(pack: Pack, bootstrap: Bootstrap): Section[] {
  const people = auditedLists(pack)
  if (people.length === 0) return []
  const ways = groupings(pack)
  return [
    ...ways.map((grouping) => exposureSection(grouping, pack.manifest.itemCount, people, bootstrap)),
    ...(ways.length === 0 ? [] : [calibrationSection(ways, people, bootstrap)]),
    ...peopleSections(people, bootstrap),
  ]
}
