import type { KeyValues } from '../../web/common/safe-storage.ts'

/** A browser's storage, for as long as a spec runs. */
export class FakeStorage implements KeyValues {
  readonly values = new Map<string, string>()

  getItem(key: string): string | null {
    return this.values.get(key) ?? null
  }

  setItem(key: string, value: string): void {
    this.values.set(key, value)
  }

  removeItem(key: string): void {
    this.values.delete(key)
  }
}
