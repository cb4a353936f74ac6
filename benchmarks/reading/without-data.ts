/** Takes all data for machines out of a page, save that it sells a product. */
export const withoutData = (html: string): string =>
  html
    .replace(/application\/ld\+json/gi, 'text/plain')
    .replace(/<meta /gi, '<x-meta ')
    .replace(/itemprop=|itemscope/gi, 'data-none=')
    .replace(/<head[^>]*>/i, '$&<meta property="og:type" content="product">')
