export type { ListingsPage } from '../listing-page/read-listings.js'
export { type Autoscout24Options, autoscout24, autoscout24SearchUrl, readAutoscout24 } from './autoscout24.js'
