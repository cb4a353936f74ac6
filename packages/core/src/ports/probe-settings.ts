import type { StandardSchema } from './standard-schema.js'

/** The settings that a monitor has of its own: plain JSON, whose members its probe decides. */
export interface ProbeSettings {
  /** The way in which the target is asked. @default that of the adapter */
  readonly request?: object | undefined
  /** The conditions that its answer has to meet. @default those of the adapter */
  readonly expect?: object | undefined
}

/** The names and indexes that lead to a part of settings, such as `['request', 'auth', 'password']`. */
export type SettingPath = readonly (string | number)[]

/**
 * The settings that a probe takes for each monitor, or a channel for each destination.
 *
 * @typeParam Settings - the settings as a host writes them.
 * @typeParam Checked - the settings as the adapter gets them.
 */
export interface SettingsDeclaration<Settings extends object = ProbeSettings, Checked = unknown> {
  /**
   * The schema of the settings. They are stored as they were given, and validated again before each use. A monitor
   * without any is not validated.
   */
  readonly schema: StandardSchema<Checked, Settings>
  /**
   * Returns where the secret texts stand in valid settings, such as passwords and keys. These are stored encrypted, and
   * shown to nobody.
   *
   * @default nowhere
   */
  secretPaths?(settings: Settings): readonly SettingPath[]
}
