/** Where the pages of one shop say what: the ids of elements, as data, the likeliest first. */
export interface ShopLayout {
  /** The hosts whose pages are so. */
  readonly hosts: RegExp
  /** The currency of its prices, where the address does not tell. */
  readonly currency?: string
  readonly title?: readonly string[]
  /** The smallest parts of the page that hold the price, and no price of anything else. */
  readonly price?: readonly string[]
  readonly availability?: readonly string[]
}

/** Ids outlast classes: these have stood on the pages of Amazon for years, the older ones below the newer. */
const amazon: ShopLayout = {
  hosts: /(?:^|\.)amazon\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2})$/,
  title: ['productTitle', 'ebooksProductTitle', 'title'],
  price: [
    'corePriceDisplay_desktop_feature_div',
    'corePriceDisplay_mobile_feature_div',
    'corePrice_feature_div',
    'corePrice_desktop',
    'apex_desktop',
    'kindle-price',
    'priceblock_dealprice',
    'priceblock_saleprice',
    'priceblock_ourprice',
    'price_inside_buybox',
    'newBuyBoxPrice',
    'buyNewSection',
    'usedBuySection',
  ],
  availability: ['availability', 'outOfStock', 'availabilityInsideBuyBox_feature_div'],
}

/** They sell in India alone, under an address that does not say so. */
const india: ShopLayout = {
  hosts: /(?:^|\.)(?:flipkart|myntra|croma|ajio|nykaa|nykaafashion|meesho|tatacliq|snapdeal)\.com$/,
  currency: 'INR',
}

const layouts: readonly ShopLayout[] = [amazon, india]

/** The layout of the shop at a host; `undefined` where none is known. */
export function layoutOf(host: string | undefined): ShopLayout | undefined {
  return host === undefined ? undefined : layouts.find(({ hosts }) => hosts.test(host))
}
