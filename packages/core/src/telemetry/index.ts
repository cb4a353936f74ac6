export { isRecording, type TelemetryAttributes, withSpan } from './telemetry.js'
