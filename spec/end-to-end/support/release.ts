import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../../..')

/** A folder as a release has it: the server, and no page yet. Whoever makes it removes it. */
export async function makeRelease(): Promise<string> {
  const release = await mkdtemp(join(tmpdir(), 'soc-draw-'))
  await cp(join(ROOT, 'server'), join(release, 'server'), { recursive: true })
  await cp(join(ROOT, 'package.json'), join(release, 'package.json'))
  await symlink(join(ROOT, 'node_modules'), join(release, 'node_modules'))
  return release
}

/** Puts a page where the build would; it has one line. */
export async function givePage(release: string): Promise<void> {
  await mkdir(join(release, 'page/assets'), { recursive: true })
  await writeFile(join(release, 'page/index.html'), '<!doctype html><title>a built page</title>')
  await writeFile(join(release, 'page/assets/index-0000.js'), '')
}

/** Takes the page away again. */
export async function takePage(release: string): Promise<void> {
  await rm(join(release, 'page'), { recursive: true, force: true })
}
