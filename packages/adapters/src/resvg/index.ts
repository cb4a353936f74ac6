/** The width of a picture in pixels, twice as wide as a mail shows it. */
const widthPx = 992

/**
 * Draws an SVG image as PNG, such as the chart of an alert, without a browser. Resolves to `undefined` where the package
 * `@resvg/resvg-js` is not installed, so that a message goes out without its picture. Texts are drawn in a font of the system.
 *
 * @example
 * ```ts
 * import { svgToPng } from '@telltale/adapters/resvg'
 * import { chartSvg } from '@telltale/core/alerting'
 *
 * const points = [40, 44, 604].map((value, index) => ({ at: Date.UTC(2026, 0, 31, index), value }))
 * const png = await svgToPng(chartSvg({ title: 'Latency', points }))
 * ```
 */
export async function svgToPng(svg: string): Promise<Uint8Array | undefined> {
  const library = await import('@resvg/resvg-js').catch(() => undefined)
  if (!library) return undefined
  const font = { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' }
  const image = new library.Resvg(svg, { fitTo: { mode: 'width', value: widthPx }, font })
  return image.render().asPng()
}
