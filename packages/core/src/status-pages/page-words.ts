import type { OverallState } from './status-page-report.js'

/** The words of a status page, which a host may translate. */
export interface StatusPageWords {
  /** The words of each state of a monitor, or of a day. */
  readonly states: Readonly<Record<OverallState, string>>
  /** The words of each state of all monitors together. */
  readonly overall: Readonly<Record<OverallState, string>>
  /** The word before the share of time that a monitor was up. @default 'uptime' */
  readonly uptime: string
  /** The word before a time that a monitor was down. @default 'down' */
  readonly downFor: string
  /** The word before a median latency. @default 'median' */
  readonly median: string
  /** The beginning of the bars. @default '90 days ago' */
  readonly firstDay: string
  /** The end of the bars. @default 'today' */
  readonly lastDay: string
  /** The heading of the days with failures. @default 'Days with trouble' */
  readonly troubledDays: string
  /** The heading of open incidents. @default 'Open incidents' */
  readonly openIncidents: string
  /** The heading of incidents that are over. @default 'Past incidents' */
  readonly pastIncidents: string
  /** The text where there is no past incident. @default 'No incident in the last 90 days.' */
  readonly noIncidents: string
  /** The heading of incidents that are more than two weeks old. @default 'Earlier' */
  readonly earlier: string
  /** The word before the beginning of an open incident. @default 'Since' */
  readonly since: string
  /** The words before the monitor from whose failure an incident follows. @default 'Caused by' */
  readonly causedBy: string
  /** The text of an acknowledgement without words. @default 'We are looking into it.' */
  readonly acknowledged: string
  /** The heading of maintenance. @default 'Maintenance' */
  readonly maintenance: string
  /** The mark of maintenance that is under way. @default 'under way' */
  readonly underWay: string
  /** The mark of maintenance that is to come. @default 'planned' */
  readonly planned: string
  /** The words before the time that the page is of. @default 'As of' */
  readonly asOf: string
  /** The words before the time zone. @default 'Times are in' */
  readonly timesIn: string
  /** The text on the days of the bars. @default 'Days are those of UTC.' */
  readonly daysIn: string
  /** The name of the feed. @default 'Feed of incidents' */
  readonly feed: string
}

/** The words of all states together, in English. */
export const overallWords: StatusPageWords['overall'] = {
  operational: 'All systems operational',
  degraded: 'Some systems are degraded',
  partial: 'Some systems are down',
  down: 'All systems are down',
  maintenance: 'Maintenance is under way',
  unknown: 'Nothing is known at the moment',
}

/** The words of a status page in English. */
export const englishWords: StatusPageWords = {
  states: {
    operational: 'Operational',
    degraded: 'Degraded',
    partial: 'Partly down',
    down: 'Down',
    maintenance: 'Maintenance',
    unknown: 'No data',
  },
  overall: overallWords,
  uptime: 'uptime',
  downFor: 'down',
  median: 'median',
  firstDay: '90 days ago',
  lastDay: 'today',
  troubledDays: 'Days with trouble',
  openIncidents: 'Open incidents',
  pastIncidents: 'Past incidents',
  noIncidents: 'No incident in the last 90 days.',
  earlier: 'Earlier',
  since: 'Since',
  causedBy: 'Caused by',
  acknowledged: 'We are looking into it.',
  maintenance: 'Maintenance',
  underWay: 'under way',
  planned: 'planned',
  asOf: 'As of',
  timesIn: 'Times are in',
  daysIn: 'Days are those of UTC.',
  feed: 'Feed of incidents',
}
