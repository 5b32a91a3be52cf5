import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiledSources } from '../../support/compiled.ts'

/** A folder as a release has it: the server, and no page yet. Whoever makes it removes it. */
export async function makeRelease(): Promise<string> {
  const [release, compiled] = await Promise.all([mkdtemp(join(tmpdir(), 'soc-draw-')), compiledSources()])
  for (const part of ['server', 'package.json']) {
    await cp(join(compiled, part), join(release, part), { recursive: true })
  }
  await symlink(join(compiled, 'node_modules'), join(release, 'node_modules'))
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
