import { exponential } from './exponential'

/**
 * Attention of every token to every token, head by head: softmax(q . k / sqrt(width)) . v.
 *
 * @param mixed `[tokens][3 * heads * width]`: queries, keys and values of each token side by side
 * @param width of a head, a multiple of 4
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
function weigh(query: usize, key: usize, tokens: i32, stride: usize, headBytes: usize, scale: f32, scores: usize): f32 {
  let most: f32 = -Infinity
  for (let at = 0; at < tokens; at += 1) {
    let sum = f32x4.splat(0)
    for (let part: usize = 0; part < headBytes; part += 16)
      sum = f32x4.add(sum, f32x4.mul(v128.load(query + part), v128.load(key + part)))
    const two = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1))
    const score = (f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1)) * scale
    store<f32>(scores + 4 * <usize>at, score)
    most = max(most, score)
    key += stride
  }
  // What fills the last four up weighs nothing.
  for (let at = tokens; at & 3; at += 1) store<f32>(scores + 4 * <usize>at, -Infinity)
  let total = f32x4.splat(0)
  for (let at = 0; at < tokens; at += 4) {
    const place = scores + 4 * <usize>at
    const weights = exponential(f32x4.sub(v128.load(place), f32x4.splat(most)))
    v128.store(place, weights)
    total = f32x4.add(total, weights)
  }
  const two = f32x4.add(total, v128.shuffle<f32>(total, total, 2, 3, 0, 1))
  return 1 / (f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1))
}

function blend(
  value: usize,
  tokens: i32,
  stride: usize,
  headBytes: usize,
  share: f32,
  scores: usize,
  out: usize,
): void {
  for (let part: usize = 0; part < headBytes; part += 16) {
    let from = value + part
    let sum = f32x4.splat(0)
    for (let at = 0; at < tokens; at += 1) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(scores + 4 * <usize>at), v128.load(from)))
      from += stride
    }
    v128.store(out + part, f32x4.mul(sum, f32x4.splat(share)))
  }
}
