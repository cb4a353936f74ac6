export { admitListing, type ListingRefusal } from './admit-listing.js'
export { BlockSizes } from './block-sizes.js'
export { markGone } from './mark-gone.js'
export { type BareSight, type StoredListings, storeListings } from './store-listings.js'
