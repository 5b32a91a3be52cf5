import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect } from 'chai'
import { build, resolveConfig } from 'vite'
import { precompress } from '../../server/vite/precompress.ts'

describe('a build with precompress', () => {
  let folder: string

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'soc-draw-'))
    const lines = Array.from({ length: 200 }, (_, line) => `console.log(${line})`)
    writeFileSync(join(folder, 'index.html'), '<script type="module" src="/main.ts"></script>')
    writeFileSync(join(folder, 'main.ts'), `import('./small.ts')\n${lines.join('\n')}`)
    writeFileSync(join(folder, 'small.ts'), 'console.log("small")')
    await build({
      root: folder,
      configFile: false,
      logLevel: 'error',
      plugins: [precompress()],
      build: { modulePreload: { polyfill: false } },
    })
  })

  after(() => rmSync(folder, { recursive: true }))

  it('has each text that gains by it as brotli and gzip too, and nothing else', () => {
    const assets = join(folder, 'dist/assets')
    const files = readdirSync(assets)
    const [large = ''] = files.filter((name) => /^index.*\.js$/.test(name))
    const content = readFileSync(join(assets, large), 'utf8')
    expect(brotliDecompressSync(readFileSync(join(assets, `${large}.br`))).toString()).to.equal(content)
    expect(gunzipSync(readFileSync(join(assets, `${large}.gz`))).toString()).to.equal(content)
    expect(files.filter((name) => /\.(br|gz)$/.test(name))).to.have.members([`${large}.br`, `${large}.gz`])
    expect(readdirSync(join(folder, 'dist'))).to.have.members(['assets', 'index.html'])
  })

  it('is what the page’s own is, without a source map unless one is asked for', async () => {
    const root = resolve(import.meta.dirname, '../..')
    const config = (sourcemap?: boolean) =>
      resolveConfig(
        { configFile: join(root, 'vite.config.ts'), ...(sourcemap !== undefined && { build: { sourcemap } }) },
        'build',
      )
    const own = await config()
    expect(own.plugins.map(({ name }) => name)).to.include('soc-draw:precompress')
    expect(own.build.sourcemap).to.equal(false)
    expect((await config(true)).build.sourcemap).to.equal(true)
  })
})
