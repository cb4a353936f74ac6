/** An error page: a page that a shop serves in place of the one that was asked for. */
export interface ErrorPage {
  /**
   * - `blocked`: a captcha, or a block of automated clients
   * - `consent`: a cookie or privacy consent wall
   * - `gone`: a notice that the page does not exist, or no longer does
   */
  readonly reason: 'blocked' | 'consent' | 'gone'
  /** The text or the address on the page that gave it away. */
  readonly evidence: string
}

/** A fetched page, as far as it is known. */
export interface FetchedPage {
  /** The HTML of the page. */
  readonly html: string
  /** The HTTP status of the response; absent when it is not known. */
  readonly httpStatus?: number
}

/** The markup of bot-protection vendors, wherever on the page it stands. */
const protectionMarkup =
  /\/errors\/validateCaptcha|opfcaptcha\.amazon|To discuss automated access to Amazon data|captcha\.perfdrive\.com|perfdrive\.com\/aperture|Radware Bot Manager|captcha-delivery\.com|px-captcha|_pxCaptcha|challenges\.cloudflare\.com\/turnstile|cf-chl-|_cf_chl_opt|cdn-cgi\/challenge-platform\/h\/|errors\.edgesuite\.net|_Incapsula_Resource|Request unsuccessful\. Incapsula|geo\.captcha-delivery|awsWafCookieDomainList|aws-waf-token|sec-if-cpt-container|kasada|kpsdk/i

/** The titles and headings of block pages. */
const blockedTitle =
  /^(?:access (?:to this page has been )?denied|access blocked|robot check|are you (?:a )?human\b.*|just a moment.*|attention required.*|security (?:check|challenge)|pardon our interruption.*|human verification|verify you(?:'| a)re (?:a )?human.*|bot verification|captcha|ddos.guard|(?:error )?(?:403|429|503)\b.*|too many requests|service unavailable|radware bot manager captcha|sorry, you have been blocked|zugriff verweigert|accès refusé|acceso denegado)\s*[.!]?$/i

/** The titles and headings of consent walls. */
const consentTitle =
  /^(?:before you continue.*|bevor sie (?:fortfahren|zu).*|avant d.accéder.*|antes de continuar.*|prima di continuare.*|voordat je verdergaat.*|(?:cookie|privacy) (?:consent|settings|preferences).*|datenschutz-?einstellungen|we value your privacy|consent required)$/i

/** The titles and headings of pages that do not exist. */
const goneTitle =
  /^(?:(?:error )?(?:404|410)\b.*|.{0,40}\b(?:page|product|item)? ?(?:can(?:no|')t be |was |is )?(?:not found|no longer (?:available|exists))\b.{0,40}|(?:seite|artikel|produkt) (?:wurde )?nicht (?:mehr )?gefunden.*|page introuvable.*|página no encontrada.*|pagina non trovata.*|pagina niet gevonden.*|sorry! we couldn't find that page.*|looks like this page is missing.*|we(?:'re| are) sorry.{0,20}page.{0,40}(?:found|exist).*)$/i

/** The maximum number of visible characters of an error page. A product page has more. */
const maxErrorPageText = 3_000

/**
 * The number of characters of HTML that are searched. Error pages are shorter, and protection scripts stand at the
 * head.
 */
const maxSearchedChars = 400_000

/**
 * Detects a page that a shop serves in place of a product page: a bot block, a consent wall or a not-found page.
 * Returns `undefined` for every other page. Pure; reads no prices.
 *
 * @example
 * ```ts
 * detectErrorPage({ html: '<title>Access Denied</title>', httpStatus: 403 })
 * // { reason: 'blocked', evidence: 'Access Denied' }
 * ```
 */
export function detectErrorPage({ html, httpStatus }: FetchedPage): ErrorPage | undefined {
  // An error page is never that long.
  if (html.length > maxSearchedChars && httpStatus === undefined) return undefined
  const head = html.slice(0, maxSearchedChars)
  const headings = headingsOf(head)
  const matchingHeading = (pattern: RegExp) => headings.find((heading) => pattern.test(heading))
  const blocked = matchingHeading(blockedTitle) ?? protectionMarkup.exec(head)?.[0]
  const consent = matchingHeading(consentTitle)
  const gone = matchingHeading(goneTitle)
  const isShort = Boolean(blocked || consent || gone) && textLength(head) < maxErrorPageText
  if (isShort && blocked) return { reason: 'blocked', evidence: blocked }
  if (isShort && consent) return { reason: 'consent', evidence: consent }
  if (httpStatus === 404 || httpStatus === 410) return { reason: 'gone', evidence: `status ${httpStatus}` }
  if (httpStatus === 403 || httpStatus === 429) return { reason: 'blocked', evidence: `status ${httpStatus}` }
  return isShort && gone ? { reason: 'gone', evidence: gone } : undefined
}

/** Returns the title and the first headings, with whitespace collapsed. */
function headingsOf(html: string): readonly string[] {
  const found = html.matchAll(/<(?:title|h1|h2)\b[^>]{0,500}>([^<]{1,300})</gi)
  return Array.from(found, ([, text = '']) =>
    text
      .replace(/&#39;|&rsquo;|’/g, "'")
      .replace(/\s+/g, ' ')
      .trim(),
  )
    .filter(Boolean)
    .slice(0, 6)
}

/** Counts the visible characters of a page. */
function textLength(html: string): number {
  const markup = html.replace(/<(script|style|noscript|svg)\b[\s\S]*?(?:<\/\1|$)|<!--[\s\S]*?(?:-->|$)/gi, '')
  return markup.replace(/<[^<>]*>/g, '').replace(/\s+/g, ' ').length
}
