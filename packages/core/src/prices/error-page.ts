/** An answer of a shop that shows something else in the place of the page that was asked for. */
export interface ErrorPage {
  /**
   * - `blocked`: it asks for a captcha, or refuses what it takes for a program
   * - `consent`: it asks for consent first
   * - `gone`: it says that there is no such page, or no more
   */
  readonly reason: 'blocked' | 'consent' | 'gone'
  /** The words or the address on the page that say so. */
  readonly evidence: string
}

/** An answer of a shop, as far as it is known. */
export interface FetchedPage {
  readonly html: string
  /** The status that the page came with. */
  readonly httpStatus?: number
}

/** What the walls of the firms that guard shops against programs are made of, wherever on the page it stands. */
const guards =
  /\/errors\/validateCaptcha|opfcaptcha\.amazon|To discuss automated access to Amazon data|captcha\.perfdrive\.com|perfdrive\.com\/aperture|Radware Bot Manager|captcha-delivery\.com|px-captcha|_pxCaptcha|challenges\.cloudflare\.com\/turnstile|cf-chl-|_cf_chl_opt|cdn-cgi\/challenge-platform\/h\/|errors\.edgesuite\.net|_Incapsula_Resource|Request unsuccessful\. Incapsula|geo\.captcha-delivery|awsWafCookieDomainList|aws-waf-token|sec-if-cpt-container|kasada|kpsdk/i

/** What they say in a title or a heading. */
const blockedTitle =
  /^(?:access (?:to this page has been )?denied|access blocked|robot check|are you (?:a )?human\b.*|just a moment.*|attention required.*|security (?:check|challenge)|pardon our interruption.*|human verification|verify you(?:'| a)re (?:a )?human.*|bot verification|captcha|ddos.guard|(?:error )?(?:403|429|503)\b.*|too many requests|service unavailable|radware bot manager captcha|sorry, you have been blocked|zugriff verweigert|accès refusé|acceso denegado)\s*[.!]?$/i

const consentTitle =
  /^(?:before you continue.*|bevor sie (?:fortfahren|zu).*|avant d.accéder.*|antes de continuar.*|prima di continuare.*|voordat je verdergaat.*|(?:cookie|privacy) (?:consent|settings|preferences).*|datenschutz-?einstellungen|we value your privacy|consent required)$/i

const goneTitle =
  /^(?:(?:error )?(?:404|410)\b.*|.{0,40}\b(?:page|product|item)? ?(?:can(?:no|')t be |was |is )?(?:not found|no longer (?:available|exists))\b.{0,40}|(?:seite|artikel|produkt) (?:wurde )?nicht (?:mehr )?gefunden.*|page introuvable.*|página no encontrada.*|pagina non trovata.*|pagina niet gevonden.*|sorry! we couldn't find that page.*|looks like this page is missing.*|we(?:'re| are) sorry.{0,20}page.{0,40}(?:found|exist).*)$/i

/** A wall is short; a page that sells something says more. Measured on visible text. */
const shortestPage = 3_000

/** How much of a page is looked at: a wall is no longer, and what guards a shop stands at its head. */
const longestLook = 400_000

/**
 * Tells a wall from a page: what a shop shows to a program, before consent, or where a product is no more. Returns
 * `undefined` for every other page. It is pure and looks at words alone; it does not read prices.
 *
 * @example
 * ```ts
 * detectRefusal({ html: '<title>Access Denied</title>', httpStatus: 403 })
 * // { reason: 'blocked', evidence: 'Access Denied' }
 * ```
 */
export function detectErrorPage({ html, httpStatus }: FetchedPage): ErrorPage | undefined {
  // A wall is no longer than that.
  if (html.length > longestLook && httpStatus === undefined) return undefined
  const look = html.slice(0, longestLook)
  const headings = headingsOf(look)
  const said = (pattern: RegExp) => headings.find((heading) => pattern.test(heading))
  const blocked = said(blockedTitle) ?? guards.exec(look)?.[0]
  const consent = said(consentTitle)
  const gone = said(goneTitle)
  const isShort = Boolean(blocked || consent || gone) && textLength(look) < shortestPage
  if (isShort && blocked) return { reason: 'blocked', evidence: blocked }
  if (isShort && consent) return { reason: 'consent', evidence: consent }
  if (httpStatus === 404 || httpStatus === 410) return { reason: 'gone', evidence: `status ${httpStatus}` }
  if (httpStatus === 403 || httpStatus === 429) return { reason: 'blocked', evidence: `status ${httpStatus}` }
  return isShort && gone ? { reason: 'gone', evidence: gone } : undefined
}

/** The title and the first headings, in single spaces. */
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

/** How many characters of the page a visitor reads. */
function textLength(html: string): number {
  const markup = html.replace(/<(script|style|noscript|svg)\b[\s\S]*?(?:<\/\1|$)|<!--[\s\S]*?(?:-->|$)/gi, '')
  return markup.replace(/<[^<>]*>/g, '').replace(/\s+/g, ' ').length
}
