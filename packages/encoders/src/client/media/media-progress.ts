/** How far one sound or clip is, in seconds of its own, and how long it is, where that is known. */
export type MediaProgress = (seconds: number, ofSeconds: number | undefined) => void
