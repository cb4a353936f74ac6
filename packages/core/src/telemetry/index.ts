export {
  isRecording,
  type Note,
  record,
  type TelemetryAttributes,
  type TelemetryOptions,
} from './telemetry.js'
