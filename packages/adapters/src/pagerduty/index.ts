export { type PagerDutyDestination, type PagerDutyOptions, pagerduty } from './pagerduty.js'
