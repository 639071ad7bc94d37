/**
 * One part of a subject: a colour, a path and, for a line, its width. The path stands on y = 0, centred on x = 0, about
 * 130 units tall. A colour is '#rrggbb' or a role: accent, b (second accent), white, dark, kraft (wood), glow, coat.
 */
export type SubjectPart = readonly [colour: string, path: string, line?: number]
export type SubjectParts = readonly SubjectPart[]
