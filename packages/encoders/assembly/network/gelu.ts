import { exponential } from './exponential'

/**
 * x * (1 + erf(x / sqrt 2)) / 2 in place, for `count` numbers, a multiple of 4. The error function is formula 7.1.26 of
 * Abramowitz and Stegun, Handbook of Mathematical Functions, within 1.5e-7.
 */
export function gelu(values: usize, count: i32): void {
  const end = values + 4 * <usize>count
  for (; values < end; values += 16) {
    const x = v128.load(values)
    const z = f32x4.mul(f32x4.abs(x), f32x4.splat(<f32>Math.SQRT1_2))
    const t = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), f32x4.mul(z, f32x4.splat(0.3275911))))
    let sum = f32x4.splat(1.061405429)
    sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(-1.453152027))
    sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(1.421413741))
    sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(-0.284496736))
    sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(0.254829592))
    const rest = f32x4.mul(f32x4.mul(sum, t), exponential(f32x4.neg(f32x4.mul(z, z))))
    const sign = v128.and(x, f32x4.splat(-0.0))
    const error = v128.or(f32x4.sub(f32x4.splat(1), rest), sign)
    v128.store(values, f32x4.mul(f32x4.mul(x, f32x4.splat(0.5)), f32x4.add(f32x4.splat(1), error)))
  }
}
