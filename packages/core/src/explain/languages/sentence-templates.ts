import type { RelationWord } from '../../relations/relation-words.js'
import type { InteractionType, Modality } from '../../types.js'

/** Things a person may have done with an item that are said as a reason. */
export type DoneType = Extract<InteractionType, 'like' | 'save' | 'purchase' | 'share' | 'play' | 'dwell' | 'view'>

/** What moved an item away from the place its score gives it. */
export type MoveCause = 'variety' | 'pin' | 'boost' | 'freshness' | 'fatigue' | 'rotation' | 'explore' | 'bounds'

/**
 * The sentences of one language. Words in braces are put in; what stands in brackets is left out where the words in it are
 * not known. Each is a clause as it reads in the middle of a sentence. Titles come as they are, in quotation marks, so no
 * template may need one in an inflected form.
 */
export interface SentenceTemplates {
  readonly quotes: readonly [string, string]
  readonly done: Readonly<Record<DoneType, string>>
  readonly medium: Readonly<Record<Modality, string>>
  /** `{title}` `{done}` `{medium}`: like something the person dealt with. */
  readonly similar: string
  /** `{done}`: the person dealt with this very item. */
  readonly own: string
  /** `{medium}` */
  readonly query: string
  /** `{title}` `{medium}`: like the item asked with. */
  readonly alike: string
  /** `{title}` */
  readonly together: string
  readonly popular: string
  /** More people like it than usual. */
  readonly trending: string
  /** `{title}`: it often comes after that. */
  readonly next: string
  readonly fresh: string
  readonly variety: string
  readonly onboarding: string
  readonly pinned: string
  readonly boosted: string
  readonly explored: string
  /** `{title}`: how it is tied to another; `other`: in the site's own word `{relation}`. */
  readonly relations: Readonly<Record<RelationWord | 'other', string>>
  readonly steered: string
  /** `{attribute}` `{value}` */
  readonly rule: string
  /** `{titles}` */
  readonly without: string
  /** `{place}`, from 1 */
  readonly place: string
  /** `{byScore}` `{cause}` `{place}` */
  readonly moved: string
  readonly cause: Readonly<Record<MoveCause, string>>
  /** Between titles, and before the last. */
  readonly titles: readonly [string, string]
  /** Between clauses, and before the last. */
  readonly clauses: readonly [string, string]
  /** After a sentence. */
  readonly end: string
}

/** A piece of a template: words as they are, a slot, or an optional run of both. */
type Piece = string | { readonly slot: string } | { readonly optional: readonly Piece[] }

const PIECE = /\[([^\]]*)\]|\{(\w+)\}/g

/** Templates are few, and said again and again. */
const pieces = new Map<string, readonly Piece[]>()

/** Puts values into a template, in one pass: what a title contains is never read as a slot. */
export function fillTemplate(template: string, values: Readonly<Record<string, string | undefined>>): string {
  const known = pieces.get(template) ?? piecesOf(template)
  pieces.set(template, known)
  return say(known, values)
}

function piecesOf(template: string): readonly Piece[] {
  const found: Piece[] = []
  let end = 0
  for (const match of template.matchAll(PIECE)) {
    const [all, optional, slot] = match
    found.push(template.slice(end, match.index))
    found.push(slot === undefined ? { optional: piecesOf(optional ?? '') } : { slot })
    end = match.index + all.length
  }
  return [...found, template.slice(end)]
}

function say(all: readonly Piece[], values: Readonly<Record<string, string | undefined>>): string {
  let said = ''
  for (const piece of all) {
    if (typeof piece === 'string') said += piece
    else if ('slot' in piece) said += values[piece.slot] ?? ''
    else if (piece.optional.every((inner) => isKnown(inner, values))) said += say(piece.optional, values)
  }
  return said
}

function isKnown(piece: Piece, values: Readonly<Record<string, string | undefined>>): boolean {
  return typeof piece === 'string' || !('slot' in piece) || values[piece.slot] !== undefined
}

/** The first letter large, in scripts that have large letters. */
export function capitalise(clause: string): string {
  const [first = ''] = clause
  return `${first.toUpperCase()}${clause.slice(first.length)}`
}
