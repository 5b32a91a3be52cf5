import type { Config } from './config.ts'

/** What was set and has no effect, a line each: nothing that somebody has said is passed over in silence. */
export function unusedInWords({ development, adminPassword, demoUsers }: Config, demo: boolean): readonly string[] {
  return [
    ...(adminPassword !== undefined && development
      ? ['ADMIN_PASSWORD is not used in development: sign in as one of the demo users']
      : []),
    ...(demoUsers !== undefined && !demo ? ['DEMO_USERS is not used: there are none without --demo or --dev'] : []),
  ]
}
