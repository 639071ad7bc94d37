import { LocavoreError } from '@locavore/core'

/** A file of this size holds decades of one person; a larger one is a mistake or an attack. */
const MOST_BYTES = 256 * 1024 * 1024

/** The text of a file that `exportData` made. @throws LocavoreError `invalid-argument`, `import-invalid` */
export async function readDataFile(file: Blob): Promise<string> {
  if (!(file instanceof Blob)) {
    throw new LocavoreError('invalid-argument', 'importData: give the file of exportData, as a Blob or File.')
  }
  if (file.size > MOST_BYTES) {
    throw new LocavoreError(
      'import-invalid',
      `importData: the file has ${file.size} bytes; at most ${MOST_BYTES} are read.`,
    )
  }
  return file.text()
}
