import { ContentTable, createRandom, FUSION_METHODS, type FusionInput, fuse, ndcgAt, topK } from '@locavore/core'
import { Bootstrap } from '../measure/bootstrap.js'
import { topItems } from '../measure/run.js'
import { centre, MISSING_MODALITY, type PackContent } from '../pack/content.js'
import { candidatesOf } from '../pack/people.js'
import type { Pack } from '../pack/read-pack.js'
import { CARD_TASTES, type CardTaste, matchesCardTaste, TASTE_KINDS, type TasteKind } from '../simulate/card-tastes.js'
import { type CardWorld, createCardWorld } from '../simulate/card-world.js'
import type { Study, StudyTable } from '../studies/study.js'
import { fusionInput, type TableMedium } from './media.js'

const LIST = 20
const DRAWS = 15
/** Recorded people, at even distances. */
const PEOPLE = 300
const MISSING = 0.3
const bootstrap = new Bootstrap(1, 1_000)

/** Which way of fusing media wins where. */
export const fuseStudy: Study = {
  name: 'fuse',
  about: 'which fusion wins where: for simulated people, or for those of a pack',
  needsPack: false,
  run: (pack) => {
    if (pack !== undefined) return pack.content === undefined ? [] : [recorded(pack, pack.content)]
    return [
      ...[5, 20].map((likes) => simulated(`${likes} likes`, createCardWorld(), likes)),
      simulated('5 likes, 30% of the media missing', createCardWorld({ missing: MISSING }), 5),
    ]
  },
}

type Method = { readonly name: string; readonly score: (input: FusionInput) => Float64Array }

/** Every way of fusing, and each medium alone for comparison. */
function methodsFor(media: readonly string[]): Method[] {
  const fused = FUSION_METHODS.map((name): Method => ({ name, score: (input) => fuse(name, input).scores }))
  const alone = media.map(
    (name, m): Method => ({
      name: `${name} alone`,
      score: (input) => fuse('late', { ...input, media: input.media.slice(m, m + 1) }).scores,
    }),
  )
  return [...fused, ...alone]
}

function simulated(about: string, world: CardWorld, likes: number): StudyTable {
  const methods = methodsFor(world.media.map(({ name }) => name))
  const shares = methods.map(() => new Map<TasteKind, number[]>())
  for (const kind of TASTE_KINDS) {
    for (const taste of CARD_TASTES[kind]) {
      for (let draw = 0; draw < DRAWS; draw += 1) {
        const person = drawPerson(world, taste, likes, draw)
        methods.forEach(({ score }, k) => {
          const values = shares[k]?.get(kind) ?? []
          values.push(shareFilled(person, score(person.input)))
          shares[k]?.set(kind, values)
        })
      }
    }
  }
  return {
    title: `Fusion for simulated people, ${about}: share of the next ${LIST} that matches the taste, over what could`,
    columns: [...TASTE_KINDS],
    rows: methods.map(({ name }, k) => ({
      name,
      values: TASTE_KINDS.map((kind) => bootstrap.mean(Float64Array.from(shares[k]?.get(kind) ?? []))),
    })),
    note: `${world.cards.length} postcards with four media of generated vectors; ${DRAWS} people for each taste of a kind.`,
  }
}

interface CardPerson {
  readonly input: FusionInput
  readonly candidates: Int32Array
  readonly wanted: ReadonlySet<number>
}

function drawPerson(world: CardWorld, taste: CardTaste, likes: number, draw: number): CardPerson {
  const random = createRandom(1_000 + draw)
  const matching = world.cards.flatMap((card, k) => (matchesCardTaste(taste, card) ? [k] : []))
  const liked: number[] = []
  while (liked.length < Math.min(likes, matching.length - 1)) {
    const [card = 0] = matching.splice(Math.floor(random() * matching.length), 1)
    liked.push(card)
  }
  const hidden = new Set(liked)
  const candidates = Int32Array.from([...world.cards.keys()].filter((card) => !hidden.has(card)))
  return { input: fusionInput(world.media, liked, candidates), candidates, wanted: new Set(matching) }
}

function shareFilled({ candidates, wanted }: CardPerson, scores: Float64Array): number {
  const list = topK(scores, LIST)
  const found = list.filter((j) => wanted.has(candidates[j] as number)).length
  return found / Math.min(LIST, wanted.size)
}

function recorded(pack: Pack, content: PackContent): StudyTable {
  const methods = methodsFor(content.modalities.map(({ name }) => name))
  const variants = [tablesOf(content, undefined), ...(content.missing ? [tablesOf(content, content.missing)] : [])]
  const found = methods.map(() => variants.map((): number[] => []))
  const everyone = pack.folds.flatMap(({ people }) => people)
  const step = Math.max(1, everyone.length / PEOPLE)
  for (const person of everyone.filter((_, k) => Math.floor(k / step) !== Math.floor((k - 1) / step))) {
    const candidates = candidatesOf(person, pack.manifest.itemCount)
    variants.forEach((media, v) => {
      const input = fusionInput(media, person.likes, candidates)
      methods.forEach(({ score }, k) => {
        found[k]?.[v]?.push(ndcgAt(10, topItems(score(input), candidates), person.targets))
      })
    })
  }
  return {
    title: `Fusion of content on ${pack.manifest.name}: NDCG@10, ${found[0]?.[0]?.length ?? 0} people, all likes`,
    columns: ['complete', ...(variants.length > 1 ? [`${MISSING_MODALITY} missing from 30%`] : [])],
    rows: methods.map(({ name }, k) => ({
      name,
      values: (found[k] ?? []).map((values) => bootstrap.mean(Float64Array.from(values))),
    })),
    note: 'Content alone, without anything learnt from people: what the media are worth against each other, not a recommendation.',
  }
}

function tablesOf({ modalities }: PackContent, missing: Int32Array | undefined): TableMedium[] {
  return modalities.map(({ name, dimensions, raw, centred }) => {
    if (missing === undefined || name !== MISSING_MODALITY || raw === undefined) {
      return { table: new ContentTable(centred, dimensions), present: undefined }
    }
    const present = Uint8Array.from(missing, (flag) => 1 - flag)
    return { table: new ContentTable(centre(raw, dimensions, present), dimensions), present }
  })
}
