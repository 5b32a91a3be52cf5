import { type Container, spliceArray } from './containers.ts'
import { cloneJson, isForbiddenKey, type Json, StateError } from './json.ts'
import { forgetKeyOrder } from './key-order.ts'
import type { Patch } from './patches.ts'
import type { Path } from './path.ts'

/**
 * `state` after `patches`. Only the containers along their paths are copied, each once; everything else is the same
 * object as before, so that a reference that stayed the same means that nothing in it changed. Neither `state` nor
 * `patches` is changed; the outcome may share the patches' values.
 *
 * @throws {StateError} when a patch doesn't fit the state.
 */
export function applyPatches<S extends object>(state: S, patches: readonly Patch[]): S {
  if (patches.length === 0) return state
  const copies = new Set<object>()
  const own = <C extends Container>(container: C): C => {
    if (copies.has(container)) return container
    const copy = shallowCopy(container)
    copies.add(copy)
    return copy
  }
  const next = own(state as Container)
  for (const patch of patches) {
    let container = next
    const parents = patch[0] === 'splice' ? patch[1] : patch[1].slice(0, -1)
    for (const [depth, key] of parents.entries()) {
      const part = own(partAt(container, key, parents, depth))
      write(container, key, part)
      container = part
    }
    applyTo(container, patch, (value) => value)
  }
  return next as S
}

/**
 * Changes `root` itself by `patches`. Their values are copied, so that `root` and `patches` share nothing. When a patch
 * doesn't fit, those before it stay applied.
 *
 * @throws {StateError} when a patch doesn't fit `root`.
 */
export function applyInPlace(root: object, patches: readonly Patch[]): void {
  for (const patch of patches) {
    let container = root as Container
    const parents = patch[0] === 'splice' ? patch[1] : patch[1].slice(0, -1)
    for (const [depth, key] of parents.entries()) container = partAt(container, key, parents, depth)
    forgetKeyOrder(container)
    applyTo(container, patch, cloneJson)
  }
}

function applyTo(container: Container, patch: Patch, take: (value: Json) => Json): void {
  if (patch[0] === 'splice') {
    applySplice(container, patch, take)
    return
  }
  const [kind, path] = patch
  const key = path.at(-1)
  if (key === undefined) throw new StateError(path, 'a patch needs a path')
  if (Array.isArray(container)) {
    if (kind === 'delete') throw new StateError(path, 'an element can only be taken out by a splice')
    if (!isIndexOf(container, key)) throw new StateError(path, 'no such element')
  } else if (typeof key !== 'string' || isForbiddenKey(key)) {
    throw new StateError(path, `${key} may not be a key`)
  } else if (kind === 'delete') {
    delete container[key]
    return
  }
  write(container, key, take(patch[2]))
}

function applySplice(
  container: Container,
  patch: Patch & readonly ['splice', ...unknown[]],
  take: (value: Json) => Json,
): void {
  const [, path, index, deleteCount, items] = patch
  if (!Array.isArray(container)) throw new StateError(path, 'only an array can be spliced')
  const fits = Number.isInteger(index) && Number.isInteger(deleteCount) && index >= 0 && deleteCount >= 0
  if (!fits || index + deleteCount > container.length) throw new StateError(path, 'a splice beyond the end')
  spliceArray(container, index, deleteCount, items.map(take))
}

function partAt(container: Container, key: string | number, path: Path, depth: number): Container {
  const there = Array.isArray(container)
    ? isIndexOf(container, key)
    : typeof key === 'string' && Object.hasOwn(container, key)
  const part: unknown = there ? (container as Record<string | number, unknown>)[key] : undefined
  if (typeof part !== 'object' || part === null) throw new StateError(path.slice(0, depth + 1), 'no such container')
  return part as Container
}

function write(container: Container, key: string | number, value: unknown): void {
  ;(container as Record<string | number, unknown>)[key] = value
}

function isIndexOf(array: readonly unknown[], key: string | number): key is number {
  return typeof key === 'number' && Number.isInteger(key) && key >= 0 && key < array.length
}

function shallowCopy<C extends Container>(container: C): C {
  return (Array.isArray(container) ? container.slice() : { ...container }) as C
}
