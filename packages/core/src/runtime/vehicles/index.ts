export { admitListing } from './admit-listing.js'
export { BlockSizes } from './block-sizes.js'
export { markGone } from './mark-gone.js'
export { type BareSight, storeListings } from './store-listings.js'
