import type { SocDrawServer } from '../../server/host/server.ts'

/** Ends the process in order when it is told to: with 0, or with 1 where that fails; and at once when who started it is gone. */
export function stopAtSigterm(server: SocDrawServer): void {
  process.stdin.resume().once('end', () => process.exit(1))
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
