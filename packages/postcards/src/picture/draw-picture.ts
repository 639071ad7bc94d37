import type { Scene } from '../scene.js'
import { card, compose, drawHalo, drawShadow, mirrored } from './composition.js'
import { drawForeground, drawSeason } from './foreground.js'
import { DRAW_PLACE } from './places/index.js'
import { drawSky } from './sky.js'
import { fixed } from './styles/style.js'
import { drawFog, drawRainbow, drawWeather, drawWind } from './weather-layer.js'

/** A standalone SVG of a scene, 640 by 480. The same scene gives the same bytes everywhere. */
export function drawPicture(scene: Scene): string {
  const { light, canvas, painter, spot, flipped, defs, subject, kit, paint } = compose(scene)
  const middle = paint(DRAW_PLACE[scene.place](kit(scene.place)))
  const parts = [
    defs,
    painter.sky(canvas),
    paint(drawSky(kit('sky'), canvas.disc)),
    paint(drawRainbow(kit('rainbow'))),
    mirrored(middle, flipped),
    paint(drawWind(kit('wind'))),
    paint(drawFog(kit('fog'))),
    paint(drawForeground(kit('foreground'), spot.ground)),
    painter.veil?.(canvas) ?? '',
    drawHalo(spot, canvas) + drawShadow(scene, spot, light),
    `<g transform="translate(${fixed(spot.x)} ${fixed(spot.y)}) scale(${fixed(spot.scale * spot.facing)} ${fixed(spot.scale)})">${paint(subject)}</g>`,
    paint(drawSeason(kit('season'))),
    paint(drawWeather(kit('weather'))),
    painter.finish(canvas),
  ]
  return card(parts.join(''))
}
