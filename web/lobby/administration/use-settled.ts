import { useEffect, useState } from 'preact/hooks'

/** A value once it has stayed the same for so long, in milliseconds: nobody is asked about every letter. */
export function useSettled<Value>(value: Value, within: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), within)
    return () => clearTimeout(timer)
  }, [value, within])
  return settled
}
