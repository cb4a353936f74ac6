import { expect, it } from 'vitest'
import { startApi } from '../testing/start-api.js'

it('the page of the API shows every operation, and neither loads nor runs anything', async () => {
  const { api } = await startApi({ version: '1.2.3-<b>' })
  const response = await api.fetch(new Request('http://host.example/api/docs'))
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/^default-src 'none'; style-src 'nonce-[\w-]{36}'; base-uri 'none'/)
  const html = await response.text()
  const nonce = /nonce-([\w-]+)/.exec(policy)?.[1]
  expect(html).toContain(`<style nonce="${nonce}">`)
  expect(html).not.toMatch(/<script|<link|<img|\son\w+=|https?:\/\/|<b>/)
  const operations = Object.values(api.openapi().paths).flatMap((methods) => Object.values(methods))
  for (const { operationId } of operations) expect(html).toContain(`id="${operationId}"`)
  for (const [, name] of html.matchAll(/href="#([\w-]+)"/g)) expect(html).toContain(`id="${name}"`)
})
