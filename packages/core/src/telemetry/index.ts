export { isRecording, recordGauge, type TelemetryAttributes, withSpan } from './telemetry.js'
