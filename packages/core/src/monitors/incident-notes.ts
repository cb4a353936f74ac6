import { z } from 'zod'
import { ConflictError } from '../errors/index.js'
import { defined, type OptionsShape, parseOptions } from '../options/index.js'
import { toStorableText } from '../ports/index.js'
import { auditKey, auditTable } from '../records/audit-records.js'
import {
  type IncidentAcknowledgement,
  type IncidentNote,
  incidentsTable,
  type MonitorIncident,
} from '../records/incident-records.js'
import { monitorsTable } from '../records/monitor-records.js'
import { monitorStatus } from '../records/monitor-status.js'
import { emitPageChanges, type OwnedRecords, type Runtime, storeRecord } from '../runtime/index.js'

/** Options of the acknowledgement of an incident. */
export interface AcknowledgeOptions {
  /** The person who takes care of it, by the host's name for them: 1 to 200 characters. */
  readonly who: string
  /** Their words, up to 2,000 characters. @default none */
  readonly text?: string
  /** `true` shows readers of status pages that somebody takes care of it, and the words. @default false */
  readonly isPublic?: boolean
}

/** Options of a note on an incident. */
export interface NoteOptions {
  /** The person who writes it, by the host's name for them: 1 to 200 characters. */
  readonly who: string
  /** The note: 1 to 2,000 characters. */
  readonly text: string
  /** `true` shows it to readers of status pages. They never see who wrote it. @default false */
  readonly isPublic?: boolean
}

/** The maximum number of notes on an incident. */
export const maxNotes = 100
/** The maximum length of a note. */
export const maxNoteChars = 2_000

const who = z.string().trim().min(1).max(200)
const text = z.string().trim().min(1).max(maxNoteChars)
const acknowledgeSchema = z.strictObject({
  who,
  text: text.optional(),
  isPublic: z.boolean().optional(),
} satisfies OptionsShape<AcknowledgeOptions>)
const noteSchema = z.strictObject({
  who,
  text,
  isPublic: z.boolean().optional(),
} satisfies OptionsShape<NoteOptions>)

/** The incidents of one owner. */
interface IncidentsContext {
  readonly runtime: Runtime
  readonly ownerId: string
  readonly incidents: OwnedRecords<MonitorIncident>
}

/**
 * Acknowledges an open incident.
 *
 * @throws `ConflictError` when it is over, or somebody else has acknowledged it.
 */
export function acknowledgeIncident(
  context: IncidentsContext,
  id: string,
  options: AcknowledgeOptions,
): Promise<MonitorIncident> {
  const given = toStorableText(defined(parseOptions('monitors.acknowledge', acknowledgeSchema, options)))
  return changeIncident(context, id, { what: 'acknowledged', ...given }, (incident, said) => {
    const { acknowledgement, status } = incident
    if (status === 'ended') throw new ConflictError('the incident is over; add a note with monitors.note')
    if (acknowledgement && acknowledgement.who !== said.who)
      throw new ConflictError(`${acknowledgement.who} has acknowledged it; add a note with monitors.note`)
    return { ...incident, acknowledgement: acknowledgement ?? said }
  })
}

/**
 * Adds a note to an incident, open or over.
 *
 * @throws `ConflictError` when it has 100 notes.
 */
export function noteOnIncident(
  context: IncidentsContext,
  id: string,
  options: NoteOptions,
): Promise<MonitorIncident> {
  const given = toStorableText(defined(parseOptions('monitors.note', noteSchema, options)))
  return changeIncident(context, id, { what: 'noted', ...given }, (incident, said) => {
    const notes = [...(incident.notes ?? []), { ...said, text: given.text } satisfies IncidentNote]
    if (notes.length > maxNotes) throw new ConflictError(`an incident has up to ${maxNotes} notes`)
    return { ...incident, notes }
  })
}

/** A change of an incident by a person: the name of its entry in the audit log, and of its event. */
interface IncidentChange {
  readonly what: 'acknowledged' | 'noted'
  readonly who: string
  readonly text?: string
  readonly isPublic?: boolean
}

/** Changes an incident, and writes to the audit log who did so. */
async function changeIncident(
  { runtime, ownerId, incidents }: IncidentsContext,
  id: string,
  { what, who, text, isPublic }: IncidentChange,
  change: (incident: MonitorIncident, said: IncidentAcknowledgement) => MonitorIncident,
): Promise<MonitorIncident> {
  await incidents.find(id)
  const at = runtime.clock.now()
  return runtime.commit(ownerId, async (tables, emit) => {
    const incident = await tables.collection(incidentsTable).get(ownerId, id)
    if (!incident) throw incidents.notFound(id)
    const changed = {
      ...change(incident, { at, who, ...defined({ text, isPublic: isPublic || undefined }) }),
      updatedAt: at,
    }
    const stored = await storeRecord(tables, incidentsTable, changed)
    const said = defined({ text, isPublic: isPublic || undefined })
    const details = Object.keys(said).length > 0 ? said : undefined
    const entry = {
      ownerId,
      key: auditKey,
      id: runtime.newId(),
      at,
      who,
      what: `incident.${what}`,
      record: id,
    }
    await tables.series(auditTable).append([{ ...entry, ...defined({ details }) }])
    const monitor = await tables.collection(monitorsTable).get(ownerId, stored.monitorId)
    if (monitor) emit(`incident:${what}`, { monitor: monitorStatus(monitor), incident: stored })
    if (monitor && isPublic) await emitPageChanges(tables, emit, ownerId, [monitor])
    return stored
  })
}
