import type { SocDrawServer } from '../../server/host/server.ts'

/** Ends the process in order when it is told to: with 0, or with 1 where that fails. */
export function stopAtSigterm(server: SocDrawServer): void {
  process.once('SIGTERM', () => {
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error}\n`)
        process.exit(1)
      },
    )
  })
}
