/**
 * max(0, cosine)^power. Half of a number and its size is what it is above 0, exactly: which side of 0 the next one lies on cannot
 * be guessed, and a branch on it would cost more than all the rest.
 */
export function powerAbove(cosine: number, power: number): number {
  const most = (cosine + Math.abs(cosine)) / 2
  return power === 1 ? most : power === 2 ? most * most : most ** power
}
