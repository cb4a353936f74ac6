import { parseUrl } from '../options/index.js'

/**
 * Names of query parameters that tell where a visitor came from, or how he found the page, and never what the page shows.
 * A parameter that is not among them stays: it may select a variant. Sources: the parameters that advertisers, mailers and
 * shop systems document for their own links.
 */
const noise = new Set(
  [
    // Search and advertising networks.
    'gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid fbclid msclkid yclid ysclid twclid ttclid li_fat_id',
    'igshid igsh epik sccid rdt_cid obclid outbrainclickid tblci wickedid ef_id s_kwcid _openstat adgroupid',
    // Analytics and mail.
    '_ga _gl _hsenc _hsmi mkt_tok mc_cid mc_eid vero_id vero_conv oly_anon_id oly_enc_id ncid trk cmpid wt_mc icid',
    'pk_campaign pk_kwd pk_source pk_medium pk_content pk_cid at_medium at_campaign itm_source itm_medium itm_campaign',
    'ml_subscriber ml_subscriber_hash _bta_tid _bta_c trk_contact trk_msg trk_module trk_sid _ke _kx dm_i elqtrackid',
    // Affiliates.
    'affid aff_fcid aff_fsk aff_platform aff_trace_key aff_sub affiliate_id clickid irclickid irgwc sscid awc zanpid ranmid',
    'raneaid ransiteid afsrc cjevent ascsubtag linkcode linkid creativeasin tduid wgu wgexpiry',
    // Positions in searches and recommendations, by shop systems and marketplaces.
    'ref ref_ referrer referer _encoding qid sr sprefix crid dib dib_tag content-id spm scm algo_pvid algo_expid',
    '_trkparms _trksid mkevt mkcid mkrid campid otracker otracker1 srno _pos _psq _ss _sid _fid',
    'pr_prod_strat pr_rec_id pr_rec_pid pr_ref_pid pr_seq click_key click_sum organic_search_click',
    // Sessions.
    'phpsessid jsessionid sessionid session_id',
  ].flatMap((names) => names.split(' ')),
)

/** Families of such names. */
const noiseFamily = /^(utm|hsa|mtm|piwik|matomo|pd_rd|pf_rd|_branch)_./

const isNoise = (name: string): boolean => noise.has(name) || noiseFamily.test(name)

/**
 * Returns the key of a page: a text that all its URLs share. It leaves out the scheme, `www.`, the fragment (unless a script
 * routes by it), the order of the query, and what a visitor's way to the page added.
 */
export function pageKeyOf(text: string): string {
  const url = parseUrl(text)
  if (!url) return text
  const port = url.port === '' ? '' : `:${url.port}`
  const host = url.hostname.replace(/\.$/, '').replace(/^www\.(?=[^.]+\.)/, '')
  const query = significantQuery(url).map(([name, value]) => `${name}=${value}`)
  const fragment = /^#[!/]/.test(url.hash) ? url.hash : ''
  return `${host}${port}${pathOf(url)}${query.length > 0 ? `?${query.join('&')}` : ''}${fragment}`
}

/** Returns the path without what a visit added, in one way of writing it. */
function pathOf(url: URL): string {
  const path = url.pathname
    .replace(/;jsessionid=[^/]*/gi, '')
    .split('/')
    .filter((segment) => segment !== '' && !/^ref=/.test(segment))
    .map(evenly)
    .join('/')
  return path === '' ? '' : `/${path}`
}

/** Writes a part of a path in one way: what need not be encoded is not. One that is encoded wrongly stays as it is. */
function evenly(segment: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(segment))
  } catch {
    return segment
  }
}

/** Returns the parameters that may select what the page shows, in order of their names. */
function significantQuery(url: URL): readonly (readonly [string, string])[] {
  const params = new URLSearchParams([...url.searchParams].filter(([name]) => !isNoise(name.toLowerCase())))
  params.sort()
  return [...params].map(([name, value]) => [encodeURIComponent(name), encodeURIComponent(value)])
}

/**
 * Returns the key of the page that was read: that of the canonical URL that it names, where that has the same subject, or
 * of the URL that was read, which redirects may have led to.
 */
export function readPageKey(pageUrl: string, html: string): string {
  const canonical = canonicalLinkOf(html)
  if (canonical === undefined || !URL.canParse(pageUrl) || !URL.canParse(canonical, pageUrl))
    return pageKeyOf(pageUrl)
  const named = new URL(canonical, pageUrl)
  return haveOneSubject(new URL(pageUrl), named) ? pageKeyOf(named.href) : pageKeyOf(pageUrl)
}

/**
 * Returns whether a canonical URL has the same subject as its page. Shops name the product there for each of its variants,
 * and some their home page: so it counts on the same host alone, with every parameter that may select a variant, and with the
 * same end of the path. One path may have more parts than the other, such as a category before the product.
 */
function haveOneSubject(page: URL, canonical: URL): boolean {
  const bare = ({ host }: URL) => host.replace(/^www\./, '')
  const named = significantQuery(canonical).map(String)
  const segmentsOf = (url: URL) => pathOf(url).split('/').slice(1)
  const [segments, others] = [segmentsOf(page), segmentsOf(canonical)]
  const left = segments.filter((segment) => !others.includes(segment))
  const added = others.filter((segment) => !segments.includes(segment))
  return (
    bare(page) === bare(canonical) &&
    significantQuery(page).every((pair) => named.includes(String(pair))) &&
    segments.length > 0 &&
    segments.at(-1) === others.at(-1) &&
    (left.length === 0 || added.length === 0) &&
    !left.some((segment) => mayChangePrice.test(segment))
  )
}

/** A part of a path that may be the number of a variant, or the language of a market, and so no mere category. */
const mayChangePrice = /\d|^[a-z]{2}([-_][a-z]{2})?$/i

/** The part of a page that is searched for its canonical URL, which stands in its head. */
const maxHeadChars = 1_000_000

function canonicalLinkOf(html: string): string | undefined {
  for (const [tag] of html.slice(0, maxHeadChars).matchAll(/<link\s[^<>]{1,4000}>/gi)) {
    if (!/\srel\s*=\s*["']?\s*canonical\b/i.test(tag)) continue
    const [, quoted, single, bare] = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag) ?? []
    return (quoted ?? single ?? bare)?.trim().replaceAll('&amp;', '&')
  }
  return undefined
}
