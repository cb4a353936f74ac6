import type { AlertRoute, Silence } from '../../records/alert-routing-records.js'

/** Tells whether a silence is about an alert: it meets each member of the matcher. */
export function matchesSilence({ matcher }: Pick<Silence, 'matcher'>, route: AlertRoute): boolean {
  const { watches, ruleIds, subjectIds, tags, severities } = matcher
  const { notice, ruleId, subjectId, tags: own = [] } = route
  const isOneOf = <Value>(values: readonly Value[] | undefined, value: Value) =>
    values === undefined || values.includes(value)
  return (
    isOneOf(watches, notice.subject.kind) &&
    isOneOf(ruleIds, ruleId) &&
    isOneOf(subjectIds, subjectId) &&
    isOneOf(severities, notice.severity) &&
    (tags === undefined || tags.some((tag) => own.includes(tag)))
  )
}
