// Finds the bytes of the largest weights in an ONNX file: `ModelProto.graph (7) -> initializer (5) -> raw_data (9)`.

function readVarint(bytes, at) {
  let value = 0
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[at++]
    value += (byte & 127) * shift
    if (byte < 128) return [value, at]
  }
}

/** The length-delimited fields of one protobuf message. */
function* fieldsOf(bytes, start, end) {
  for (let at = start; at < end; ) {
    let key
    ;[key, at] = readVarint(bytes, at)
    if ((key & 7) === 0) [, at] = readVarint(bytes, at)
    else if ((key & 7) === 1) at += 8
    else if ((key & 7) === 5) at += 4
    else {
      const [length, from] = readVarint(bytes, at)
      yield { field: key >> 3, start: from, end: from + length }
      at = from + length
    }
  }
}

/** Where the bytes of every weight stand, largest first. */
export function largestWeights(bytes) {
  const weights = []
  for (const graph of fieldsOf(bytes, 0, bytes.length)) {
    if (graph.field !== 7) continue
    for (const tensor of fieldsOf(bytes, graph.start, graph.end)) {
      if (tensor.field !== 5) continue
      for (const data of fieldsOf(bytes, tensor.start, tensor.end)) if (data.field === 9) weights.push(data)
    }
  }
  return weights.sort((a, b) => b.end - b.start - (a.end - a.start))
}

export function largestWeight(bytes) {
  return largestWeights(bytes)[0]
}
