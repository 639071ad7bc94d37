import type { Alignment } from 'locavore'
import { useLayoutEffect, useRef } from 'preact/hooks'

type RelevanceMap = Extract<Alignment, { readonly kind: 'map' }>

/** Parts that fit less than this stay as they are, so that the picture is seen and not a veil. */
const FLOOR = 0.25
const STRONGEST = 0.72

/** One pixel a part, dark where little fits: the browser draws it large, and smooth. */
function paint(canvas: HTMLCanvasElement, { rows, columns, relevance }: RelevanceMap): void {
  canvas.width = columns
  canvas.height = rows
  const context = canvas.getContext('2d')
  if (context === null) return
  const pixels = context.createImageData(columns, rows)
  relevance.forEach((value, part) => {
    const veil = STRONGEST * (1 - Math.min(1, Math.max(0, (value - FLOOR) / (1 - FLOOR))))
    pixels.data.set([12, 16, 22, Math.round(veil * 255)], part * 4)
  })
  context.putImageData(pixels, 0, 0)
}

interface HeatMapProps {
  readonly map: RelevanceMap
  readonly image: string
  readonly sought: string
}

function placeWords({ x, y }: RelevanceMap['peak']): string {
  const across = x < 0.38 ? 'left' : x > 0.62 ? 'right' : 'middle'
  const down = y < 0.38 ? 'upper ' : y > 0.62 ? 'lower ' : ''
  return `${down}${across}`
}

/** The picture, lit where it fits. The sentence below says the same. */
export function HeatMap({ map, image, sought }: HeatMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    if (canvas.current !== null) paint(canvas.current, map)
  }, [map])
  return (
    <figure class="fit" data-testid="heat-map">
      <div class="heat-map">
        <img src={image} alt="" width={640} height={480} />
        <canvas ref={canvas} />
        <span
          class="heat-peak"
          aria-hidden="true"
          style={{ left: `${map.peak.x * 100}%`, top: `${map.peak.y * 100}%` }}
        />
      </div>
      <figcaption>
        <strong>In the picture</strong>: lit where {sought} fits, best in the {placeWords(map.peak)}.
      </figcaption>
    </figure>
  )
}
