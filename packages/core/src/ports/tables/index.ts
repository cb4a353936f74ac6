export { checkOwner, checkScope, checkTexts } from './arguments.js'
export { type ColumnCondition, type ColumnOrder, readWhere } from './conditions.js'
export { type ListIdentity, readCursor, writeCursor } from './cursor.js'
export {
  type Columns,
  checkCollection,
  checkSeries,
  definitionKey,
  recordColumns,
  rowColumns,
} from './definition.js'
export {
  type RecordSelection,
  type RowSelection,
  readAddition,
  readClaimQuery,
  readPageQuery,
  readRangeQuery,
  readReservation,
  readSeriesPageQuery,
} from './queries.js'
export { toStorableText } from './storable-text.js'
export { copyRow, type Row, readRecord, readRow } from './values.js'
