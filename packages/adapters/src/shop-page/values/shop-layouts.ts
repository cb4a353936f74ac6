/** The ids of the elements that hold the product on the pages of one shop, the likeliest first. */
export interface ShopLayout {
  /** The hosts that it applies to. */
  readonly hosts: RegExp
  /** The ISO 4217 code of its prices, where the address does not tell. */
  readonly currency?: string
  /** The ids of the title. */
  readonly title?: readonly string[]
  /** The ids of the smallest parts of the page that hold the price and no other. */
  readonly price?: readonly string[]
  /** The ids of the note on availability. */
  readonly availability?: readonly string[]
}

/** The layouts of Amazon's pages, newer ids before older ones. Ids outlast classes: these have been there for years. */
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

/** Shops that sell only in India, under an address that does not say so. */
const india: ShopLayout = {
  hosts: /(?:^|\.)(?:flipkart|myntra|croma|ajio|nykaa|nykaafashion|meesho|tatacliq|snapdeal)\.com$/,
  currency: 'INR',
}

const layouts: readonly ShopLayout[] = [amazon, india]

/** Finds the layout of the shop at a host. */
export function findShopLayout(host: string | undefined): ShopLayout | undefined {
  return host === undefined ? undefined : layouts.find(({ hosts }) => hosts.test(host))
}
