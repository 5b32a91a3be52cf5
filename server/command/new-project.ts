import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { UsageError } from './in-words.ts'
import { ownPackage } from './own-package.ts'

const TEMPLATES = new URL('./new-project/', import.meta.url)
const SUFFIX = '.template'

/** What a project is run with; as new as what soc-draw itself is built with. */
const RUNS_ON = ['zod'] as const
const BUILT_WITH = ['@types/node', 'tsx', 'typescript', 'vite'] as const

/**
 * Writes a small project into a folder of its own: rules, view, server and a test of a game for two.
 * @param from where the project gets soc-draw from: a packed file or a folder, or whatever else npm takes; by default
 * the version that this is
 * @returns the project's name
 * @throws UsageError for a name that no package can have, for a folder that has something in it, and without `from` as
 * long as soc-draw is in no registry
 */
export async function writeNewProject(folder: string, from?: string): Promise<string> {
  const target = resolve(folder)
  const name = basename(target)
  const source = sourceFor(target, from)
  if (!/^[a-z0-9][a-z0-9._-]{0,99}$/.test(name)) {
    throw new UsageError(`${JSON.stringify(name)} can’t be a project’s name: lower-case letters, digits, dashes`)
  }
  await mkdir(target, { recursive: true })
  if ((await readdir(target)).length > 0) throw new UsageError(`there is something in ${target} already`)
  for (const template of await readdir(TEMPLATES)) {
    const text = await readFile(new URL(template, TEMPLATES), 'utf8')
    await writeFile(join(target, fileNameOf(template)), text.replaceAll('{{name}}', name))
  }
  await writeFile(join(target, 'package.json'), `${JSON.stringify(manifestOf(name, source), null, 2)}\n`)
  return name
}

function sourceFor(target: string, from: string | undefined): string {
  if (from !== undefined) return existsSync(from) ? `file:${relative(target, resolve(from))}` : from
  // Under its name there would be somebody else's package.
  if (ownPackage.private) throw new UsageError('soc-draw is in no registry: say by --from where its packed file is')
  return `^${ownPackage.version}`
}

/** A file that begins with a dot has none in its template: packing would leave it out. */
function fileNameOf(template: string): string {
  const name = template.slice(0, -SUFFIX.length)
  return name === 'gitignore' ? `.${name}` : name
}

function manifestOf(name: string, from: string) {
  const { dependencies, devDependencies } = ownPackage
  return {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    scripts: {
      dev: 'tsx watch --clear-screen=false server.ts --dev',
      build: 'vite build',
      start: 'tsx server.ts',
      test: 'tsc && node --import tsx --test rules.spec.ts',
    },
    dependencies: { 'soc-draw': from, ...pick(dependencies, RUNS_ON) },
    devDependencies: pick(devDependencies, BUILT_WITH),
  }
}

function pick(versions: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const version = versions[name]
      if (version === undefined) throw new Error(`soc-draw itself does not use ${name}`)
      return [name, version]
    }),
  )
}
