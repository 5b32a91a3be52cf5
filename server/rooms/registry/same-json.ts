/** Whether two values are the same as JSON, whatever the order of their objects' keys; what is absent is the same as `undefined`. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
    return one.every((part, index) => sameJson(part, other[index]))
  }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  const parts = [one, other] as readonly { readonly [key: string]: unknown }[]
  return [...keys].every((key) => sameJson(parts[0]?.[key], parts[1]?.[key]))
}
