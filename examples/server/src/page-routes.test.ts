import { describe, expect, it } from 'vitest'
import { openServer } from './test-server.js'

describe('the page of Price Trackr', () => {
  it.each([
    ['/', 'text/html', '<title>Price Trackr</title>'],
    ['/price-trackr.css', 'text/css', 'color-scheme'],
    ['/price-trackr.js', 'text/javascript', 'drawChart'],
    ['/chart.js', 'text/javascript', 'export function drawChart'],
  ])('%s is there for everybody, and may load nothing from elsewhere', async (path, type, part) => {
    const { url } = await openServer()
    const response = await fetch(`${url}${path}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain(type)
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    const text = await response.text()
    expect(text).toContain(part)
    // What the policy does not run: styles and scripts in the page itself.
    expect(text).not.toMatch(/<style| style=|<script(?! type="module" src=)| on\w+=/)
  })

  it('shows nothing by itself: what it draws needs a token', async () => {
    const { url } = await openServer()
    for (const path of ['/products', '/events', '/nowhere'])
      expect((await fetch(`${url}${path}`)).status).toBe(401)
  })
})
