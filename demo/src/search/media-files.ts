/** The media that can be searched with and added, as items call them. */
export type FileKind = 'image' | 'audio' | 'clip'

/** What the file picker offers. */
export const ACCEPTED = 'image/*,audio/*,video/*'

/** As the catalogue's attribute `medium` names them. */
export const KIND_WORDS: Readonly<Record<FileKind, string>> = { image: 'picture', audio: 'sound', clip: 'clip' }

/** What a file is by its type; a browser that does not know its type gives none. */
export function kindOf({ type }: Blob): FileKind | undefined {
  if (type.startsWith('image/')) return 'image'
  if (type.startsWith('audio/')) return 'audio'
  return type.startsWith('video/') ? 'clip' : undefined
}

/** The pictures, sounds and clips among dropped or pasted files. */
export function mediaFrom(files: FileList | undefined): readonly File[] {
  return [...(files ?? [])].filter((file) => kindOf(file) !== undefined)
}
