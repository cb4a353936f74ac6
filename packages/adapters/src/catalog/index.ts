export { type CatalogOptions, catalog } from './catalog.js'
export type { CatalogFigure, CatalogNumber, CatalogRow } from './row.js'
