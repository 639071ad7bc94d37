/** Colours are '#rrggbb' strings; these few functions are all the mixing a card needs. */
type Channels = readonly [number, number, number]

function parse(hex: string): Channels {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function format(red: number, green: number, blue: number): string {
  const byte = (channel: number): number => Math.max(0, Math.min(255, Math.round(channel)))
  return `#${((byte(red) << 16) | (byte(green) << 8) | byte(blue)).toString(16).padStart(6, '0')}`
}

export function mix(from: string, to: string, amount: number): string {
  const [r, g, b] = parse(from)
  const [r2, g2, b2] = parse(to)
  return format(r + (r2 - r) * amount, g + (g2 - g) * amount, b + (b2 - b) * amount)
}

/** Perceived lightness from 0 to 1, gamma ignored on purpose: it only sorts tones. */
export function luminance(hex: string): number {
  const [r, g, b] = parse(hex)
  return (r * 0.299 + g * 0.587 + b * 0.114) / 255
}

/** 0 is grey, 1 leaves the colour, above 1 makes it stronger. */
export function saturate(hex: string, amount: number): string {
  const [r, g, b] = parse(hex)
  const grey = luminance(hex) * 255
  return format(grey + (r - grey) * amount, grey + (g - grey) * amount, grey + (b - grey) * amount)
}

export function scale(hex: string, amount: number): string {
  const [r, g, b] = parse(hex)
  return format(r * amount, g * amount, b * amount)
}

/** Keeps the hue and moves the brightest channel to `peak`, so dark colours can glow. */
export function vivid(hex: string, peak = 255): string {
  const [r, g, b] = parse(saturate(hex, 1.7)).map((channel) => Math.max(0, channel)) as [number, number, number]
  const top = Math.max(r, g, b, 1)
  return format((r / top) * peak, (g / top) * peak, (b / top) * peak)
}
