// Draws a price over time as steps, as far as it is known. Sales are bands behind it, the usual price is a dashed line.
const [width, height, left, bottom] = [720, 200, 60, 24]

/** The time for which an observed price counts as known, as in `analyzeHistory`. */
const maxKnownMs = 8 * 86_400_000

export function drawChart(observations, sales, usual) {
  const points = observations
    .map(({ at, price, availability }) => ({
      at: Date.parse(at),
      price:
        price && !/OutOfStock|SoldOut|Discontinued/.test(availability) ? Number(price.amount) : undefined,
    }))
    .sort((one, other) => one.at - other.at)
  const prices = points.flatMap(({ price }) => price ?? [])
  const svg = shape('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img' })
  if (prices.length === 0) return svg
  const [first, now] = [points[0].at, Math.max(Date.now(), points.at(-1).at + 1)]
  const [low, high] = [0.95 * Math.min(...prices), 1.05 * Math.max(...prices)]
  const x = (at) => left + ((at - first) / (now - first)) * (width - left)
  const y = (price) => (height - bottom) * (1 - (price - low) / (high - low || 1))
  svg.setAttribute('aria-label', `The price from ${Math.min(...prices)} to ${Math.max(...prices)}`)
  for (const { startedAt, endedAt, depthPercent } of sales) {
    const [from, to] = [x(Date.parse(startedAt)), x(endedAt ? Date.parse(endedAt) : now)]
    const band = shape('rect', {
      class: 'sale',
      x: from,
      y: 0,
      width: Math.max(1, to - from),
      height: height - bottom,
    })
    band.append(shape('title', {}, `Sale, ${depthPercent} % below the usual price`))
    svg.append(band)
  }
  if (usual) {
    const at = y(Number(usual.amount))
    svg.append(shape('line', { class: 'usual', x1: left, x2: width, y1: at, y2: at }))
  }
  const steps = points.map(({ at, price }, index) => {
    if (price === undefined) return ''
    const to = Math.min(points[index + 1]?.at ?? now, at + maxKnownMs)
    const before = points[index - 1]
    const joins = before?.price !== undefined && at - before.at <= maxKnownMs
    return `${joins ? 'V' : `M${x(at)} `}${y(price)}H${x(to)}`
  })
  svg.append(shape('path', { class: 'line', d: steps.join('') }))
  for (const price of new Set([Math.min(...prices), Math.max(...prices)]))
    svg.append(shape('text', { x: 0, y: y(price) + 4 }, price.toFixed(2)))
  svg.append(shape('text', { x: left, y: height - 4 }, formatTime(first)))
  svg.append(shape('text', { x: width, y: height - 4, 'text-anchor': 'end' }, formatTime(now)))
  return svg
}

const formatTime = (at) => new Date(at).toLocaleString()

function shape(name, attributes, text) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  if (text !== undefined) element.textContent = text
  return element
}
