import { capWholeList, fillPlaces } from '../bounds/fill-places.js'
import { capBound, exposureBound, modalityMixBound } from '../bounds/make-bound.js'
import type { Draft } from '../draft.js'
import type { RerankStep } from '../step.js'
import { boost, fatigue, freshness, rotation } from './adjusting.js'
import { calibration } from './calibration.js'
import { dpp, mmr } from './diversity.js'
import { explore } from './explore.js'
import { nearDuplicates, pin, relevanceFloor } from './selecting.js'

/** The list after one more step. */
export function applyStep(draft: Draft, step: RerankStep): Draft {
  switch (step.kind) {
    case 'pin':
      return pin(draft, step)
    case 'boost':
      return boost(draft, step)
    case 'freshness':
      return freshness(draft, step)
    case 'fatigue':
      return fatigue(draft, step)
    case 'rotation':
      return rotation(draft, step)
    case 'relevance-floor':
      return relevanceFloor(draft, step)
    case 'near-duplicates':
      return nearDuplicates(draft, step)
    case 'mmr':
      return mmr(draft, step)
    case 'dpp':
      return dpp(draft, step)
    case 'explore':
      return explore(draft, step)
    case 'calibration':
      return calibration(draft, step)
    case 'cap':
      return (step.places === undefined ? capWholeList : fillPlaces)(draft, capBound(draft.candidates, step))
    case 'modality-mix':
      return fillPlaces(draft, modalityMixBound(draft.candidates, step))
    case 'exposure':
      return fillPlaces(draft, exposureBound(draft.candidates, step))
  }
}
