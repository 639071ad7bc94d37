import type { Alignment } from 'locavore'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { say } from '../language/texts.js'

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

/** Which third of a side: 0, 1 or 2. */
const third = (share: number): 0 | 1 | 2 => (share < 0.38 ? 0 : share > 0.62 ? 2 : 1)

const placeWords = ({ x, y }: RelevanceMap['peak']): string => say().fit.where[third(y)]?.[third(x)] ?? ''

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
        <strong>{say().fit.picture}</strong>
        {say().fit.lit(sought, placeWords(map.peak))}
      </figcaption>
    </figure>
  )
}
