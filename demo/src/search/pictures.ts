/** The pictures among dropped or pasted files. */
export function picturesFrom(files: FileList | undefined): readonly File[] {
  return [...(files ?? [])].filter(({ type }) => type.startsWith('image/'))
}

export function pictureFrom(files: FileList | undefined): File | undefined {
  return picturesFrom(files)[0]
}
