import { useEffect, useState } from 'preact/hooks'

/** How long somebody waits before they are told what for, in milliseconds. */
const SOON = 5_000

/** Whether what waits has been waiting for long. */
export function useLate(): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SOON)
    return () => clearTimeout(timer)
  }, [])
  return late
}
