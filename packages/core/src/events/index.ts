export { EventHub, type EventStreamOptions } from './event-hub.js'
export type { EventName, Listener, OwnedEvents, TelltaleEvents } from './telltale-events.js'
