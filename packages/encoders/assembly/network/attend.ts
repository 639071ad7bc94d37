import { exponential } from './exponential'

/**
 * Attention of every token to every token, head by head: softmax(q . k / sqrt(width)) . v.
 *
 * @param mixed `[tokens][3 * heads * width]`: queries, keys and values of each token side by side; room for a multiple of 4
 * @param width of a head, a multiple of 16
 * @param scores room for `tokens` numbers, rounded up to a multiple of 4
 * @param out `[tokens][heads * width]`
 */
export function attend(mixed: usize, tokens: i32, heads: i32, width: i32, scores: usize, out: usize): void {
  const rowBytes: usize = 4 * heads * width
  const headBytes: usize = 4 * width
  const scale: f32 = 1 / sqrt<f32>(<f32>width)
  for (let token = 0; token < tokens; token += 1) {
    const query = mixed + 3 * rowBytes * <usize>token
    for (let head: usize = 0; head < rowBytes; head += headBytes) {
      const share = weigh(query + head, mixed + rowBytes + head, tokens, 3 * rowBytes, headBytes, scale, scores)
      blend(mixed + 2 * rowBytes + head, tokens, 3 * rowBytes, headBytes, share, scores, out + head)
    }
    out += rowBytes
  }
}

/** Unnormalised weights into `scores`. @returns what they are to be multiplied by, so that they sum up to 1 */
function weigh(
  query: usize,
  keys: usize,
  tokens: i32,
  stride: usize,
  headBytes: usize,
  scale: f32,
  scores: usize,
): f32 {
  for (let at = 0; at < tokens; at += 4) {
    v128.store(scores + 4 * <usize>at, f32x4.mul(products(query, keys, stride, headBytes), f32x4.splat(scale)))
    keys += 4 * stride
  }
  // What fills the last four up weighs nothing.
  for (let at = tokens; at & 3; at += 1) store<f32>(scores + 4 * <usize>at, -Infinity)
  let four = v128.load(scores)
  for (let at = 4; at < tokens; at += 4) four = f32x4.pmax(four, v128.load(scores + 4 * <usize>at))
  four = f32x4.pmax(four, v128.shuffle<f32>(four, four, 2, 3, 0, 1))
  const most = f32x4.pmax(four, v128.shuffle<f32>(four, four, 1, 0, 3, 2))
  let total = f32x4.splat(0)
  for (let at = 0; at < tokens; at += 4) {
    const place = scores + 4 * <usize>at
    const weights = exponential(f32x4.sub(v128.load(place), most))
    v128.store(place, weights)
    total = f32x4.add(total, weights)
  }
  const two = f32x4.add(total, v128.shuffle<f32>(total, total, 2, 3, 0, 1))
  return 1 / (f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1))
}

/** A vector by each of four, side by side, so that no sum waits for another. */
// @inline
function products(query: usize, keys: usize, stride: usize, headBytes: usize): v128 {
  let a = f32x4.splat(0)
  let b = f32x4.splat(0)
  let c = f32x4.splat(0)
  let d = f32x4.splat(0)
  for (let part: usize = 0; part < headBytes; part += 16) {
    const four = v128.load(query + part)
    const key = keys + part
    a = f32x4.add(a, f32x4.mul(four, v128.load(key)))
    b = f32x4.add(b, f32x4.mul(four, v128.load(key + stride)))
    c = f32x4.add(c, f32x4.mul(four, v128.load(key + 2 * stride)))
    d = f32x4.add(d, f32x4.mul(four, v128.load(key + 3 * stride)))
  }
  const low = f32x4.add(v128.shuffle<f32>(a, b, 0, 1, 4, 5), v128.shuffle<f32>(a, b, 2, 3, 6, 7))
  const high = f32x4.add(v128.shuffle<f32>(c, d, 0, 1, 4, 5), v128.shuffle<f32>(c, d, 2, 3, 6, 7))
  return f32x4.add(v128.shuffle<f32>(low, high, 0, 2, 4, 6), v128.shuffle<f32>(low, high, 1, 3, 5, 7))
}

function blend(
  values: usize,
  tokens: i32,
  stride: usize,
  headBytes: usize,
  share: f32,
  scores: usize,
  out: usize,
): void {
  const scale = f32x4.splat(share)
  for (let part: usize = 0; part < headBytes; part += 64) {
    let from = values + part
    let a = f32x4.splat(0)
    let b = f32x4.splat(0)
    let c = f32x4.splat(0)
    let d = f32x4.splat(0)
    for (let at = 0; at < tokens; at += 1) {
      const weight = v128.load32_splat(scores + 4 * <usize>at)
      a = f32x4.add(a, f32x4.mul(weight, v128.load(from)))
      b = f32x4.add(b, f32x4.mul(weight, v128.load(from, 16)))
      c = f32x4.add(c, f32x4.mul(weight, v128.load(from, 32)))
      d = f32x4.add(d, f32x4.mul(weight, v128.load(from, 48)))
      from += stride
    }
    v128.store(out + part, f32x4.mul(a, scale))
    v128.store(out + part, f32x4.mul(b, scale), 16)
    v128.store(out + part, f32x4.mul(c, scale), 32)
    v128.store(out + part, f32x4.mul(d, scale), 48)
  }
}
