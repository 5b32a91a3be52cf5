/** Whether `data` names a PostgreSQL database, not a folder. */
export function isDatabaseUrl(data: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(data)
}
