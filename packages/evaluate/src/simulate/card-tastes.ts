import { COMPOUND_TASTES, TASTES } from '@locavore/postcards'
import type { CardAttribute, CardFacts } from './card-world.js'

/** A liking: a card matches when each listed attribute has one of the listed values. */
export interface CardTaste {
  readonly name: string
  readonly prefers: Readonly<Partial<Record<CardAttribute, readonly string[]>>>
}

/** People by what they care about; those who care about one medium go by what only that medium shows. */
export const TASTE_KINDS = ['themes', 'compound', 'text only', 'image only', 'audio only', 'clip only'] as const
export type TasteKind = (typeof TASTE_KINDS)[number]

const numbered = (name: string, ...numbers: readonly number[]) => numbers.map((number) => `${name}-${number}`)

export const CARD_TASTES: Readonly<Record<TasteKind, readonly CardTaste[]>> = {
  themes: TASTES,
  compound: COMPOUND_TASTES,
  'text only': [
    { name: 'spring', prefers: { season: ['spring'], mood: ['calm', 'joyful', 'dreamy', 'cosy'] } },
    { name: 'autumn', prefers: { season: ['autumn'], mood: ['wistful', 'mysterious', 'dramatic', 'calm'] } },
    { name: 'winter', prefers: { season: ['winter'], mood: ['cosy', 'dreamy', 'wistful'] } },
  ],
  'image only': [
    { name: 'reds', prefers: { palette: ['coral-reef', 'terracotta'] } },
    { name: 'pale', prefers: { palette: ['mint-rose', 'sea-glass'] } },
    { name: 'dark', prefers: { palette: ['plum-gold', 'berry-sky'] } },
  ],
  'audio only': [
    { name: 'one tune', prefers: { tune: numbered('tune', 1) } },
    { name: 'two tunes', prefers: { tune: numbered('tune', 4, 7) } },
  ],
  'clip only': [
    { name: 'one motion', prefers: { motion: numbered('motion', 2) } },
    { name: 'two motions', prefers: { motion: numbered('motion', 5, 8) } },
  ],
}

export function matchesCardTaste({ prefers }: CardTaste, card: CardFacts): boolean {
  return Object.entries(prefers).every(([attribute, values]) => values.includes(card[attribute as CardAttribute]))
}
