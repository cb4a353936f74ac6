import type { AlertLinkState, Telltale } from '@telltale/core'
import { TelltaleError } from '@telltale/core/errors'
import type { Hono } from 'hono'
import { count, countByAddress } from './request/rate-limits.js'
import type { RequestContext, RequestVariables } from './request/request-context.js'

/** The number of requests of links that one address may send in a minute: nobody guesses a token of 256 bits, or needs more. */
const requestsPerMinute = 60

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/**
 * Adds the pages that the links of messages lead to, without a login. GET shows a page with a button and changes nothing, since
 * programs that scan mails open every link; POST does it, also the one click of a mail program (RFC 8058).
 */
export function addLinkPages(
  app: Hono<RequestVariables>,
  { alertLinks }: Pick<Telltale, 'alertLinks'>,
  addressOf: ((request: Request) => string | undefined) | undefined,
): void {
  const countRequest = countByAddress({ requestsPerMinute })
  const answer = (work: (token: string) => Promise<AlertLinkState>) => async (context: RequestContext) => {
    context.set('route', '/links/:token')
    const address = addressOf ? addressOf(context.req.raw) : context.env?.address
    if (address !== undefined) count(context, countRequest(address))
    try {
      return pageOf(200, bodyOf(await work(context.req.param('token') ?? '')))
    } catch (error) {
      if (!TelltaleError.is(error) || error.code !== 'FORBIDDEN') throw error
      return pageOf(403, `<h1>This link does not work</h1><p>${escapeHtml(error.message)}.</p>`)
    }
  }
  app.get(
    '/links/:token',
    answer((token) => alertLinks.look(token)),
  )
  app.post(
    '/links/:token',
    answer((token) => alertLinks.act(token)),
  )
}

function bodyOf({ effect, label, isDone, alert }: AlertLinkState): string {
  const place = `<strong>${escapeHtml(label)}</strong>`
  if (effect === 'unsubscribe')
    return isDone
      ? `<h1>Nothing is sent to ${place} any more</h1>`
      : `<h1>End the messages to ${place}?</h1>${button('End the messages')}`
  const { name = '', reason = '', status, acknowledgedBy } = alert ?? {}
  const state = status === 'ended' ? 'It is over.' : 'It goes on.'
  const who = acknowledgedBy === undefined ? '' : `<p>${escapeHtml(acknowledgedBy)} takes care of it.</p>`
  const about = `<h1>${escapeHtml(name)}</h1><p>${escapeHtml(reason)}. ${state}</p>${who}`
  return effect === 'acknowledge' && !isDone ? `${about}${button('I take care of it')}` : about
}

const button = (words: string): string => `<form method="post"><button>${words}</button></form>`

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem }
button { font: inherit; padding: .6rem 1.2rem }
`

/** Makes a page that runs no script, loads nothing, is kept nowhere and tells no other page its address, which is the token. */
function pageOf(status: number, body: string): Response {
  const nonce = crypto.randomUUID()
  const head = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Alert</title><style nonce="${nonce}">${style}</style></head>`,
  ]
  return new Response(`${head.join('')}<body>${body}</body></html>`, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    },
  })
}
