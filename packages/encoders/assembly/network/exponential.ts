/**
 * e to the power of each of four numbers up to 0, within 3e-7 of it: 2 to the whole part by the exponent's bits, and a
 * polynomial for the rest (S. Moshier's Cephes, expf).
 */
// @inline
export function exponential(numbers: v128): v128 {
  const bounded = f32x4.pmax(numbers, f32x4.splat(-87))
  const whole = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(<f32>Math.LOG2E)))
  // ln 2 in two parts, so that little is lost.
  const high = f32x4.sub(bounded, f32x4.mul(whole, f32x4.splat(0.693359375)))
  const x = f32x4.sub(high, f32x4.mul(whole, f32x4.splat(-2.1219444e-4)))
  let sum = f32x4.splat(1.98756915e-4)
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(1.3981999507e-3))
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(8.3334519073e-3))
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(4.1665795894e-2))
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(1.6666665459e-1))
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(5.0000001201e-1))
  sum = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(sum, x), x), x), f32x4.splat(1))
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23)
  return f32x4.mul(sum, power)
}
