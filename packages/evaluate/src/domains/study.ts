import type { Study } from '../studies/study.js'
import { recordedDomains } from './recorded.js'
import { simulatedDomains } from './simulated.js'

/** What a profile of one catalogue is worth in another, whose vectors lie in another space. */
export const domainsStudy: Study = {
  name: 'cross-domain',
  about: 'a profile of one catalogue in another: simulated people, or those of a pack dealt in two',
  needsPack: false,
  run: (pack) => {
    if (pack === undefined) return [simulatedDomains()]
    return pack.content === undefined ? [] : recordedDomains(pack, pack.content)
  },
}
