export { isRecording, record, type TelemetryAttributes } from './telemetry.js'
