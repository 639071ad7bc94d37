export async function openTeacher() {
  throw new Error('not yet')
}
