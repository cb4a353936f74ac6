export { type CatalogOptions, catalog } from './catalog.js'
export { type ListingCatalogOptions, listingCatalog } from './listing-catalog.js'
export type { CatalogFigure, CatalogNumber, CatalogReport, CatalogRow } from './row.js'
