import type { OverallState } from '../status-page-report.js'

/** The sign of each state in a circle of 20 by 20, so that states differ by more than their colour. */
const signs: Readonly<Record<OverallState, string>> = {
  operational: 'M5.8 10.4l2.9 2.9 5.6-6',
  degraded: 'M10 5.4v5.6M10 14.2v.2',
  partial: 'M10 5.4v5.6M10 14.2v.2',
  down: 'M6.8 6.8l6.4 6.4M13.2 6.8l-6.4 6.4',
  maintenance: 'M7.6 6.4v7.2M12.4 6.4v7.2',
  unknown: 'M6.2 10h7.6',
}

/** Returns the icon of a state. The words beside it say the same. */
export const stateIcon = (state: OverallState): string =>
  `<svg class="icon ${state}" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="10"/>` +
  `<path d="${signs[state]}"/></svg>`

const iconColors: Readonly<Record<OverallState, string>> = {
  operational: '%231f8a57',
  degraded: '%23b97a00',
  partial: '%23c85a11',
  down: '%23c62b30',
  maintenance: '%232d6cdf',
  unknown: '%236b7480',
}

/** Returns the address of the icon of the browser's tab, which is an image within it. */
export const tabIcon = (state: OverallState): string =>
  'data:image/svg+xml,' +
  `%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'%3E%3Ccircle cx='10' cy='10' r='10' fill='${iconColors[state]}'/%3E` +
  `%3Cpath d='${signs[state]}' fill='none' stroke='%23fff' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E`
