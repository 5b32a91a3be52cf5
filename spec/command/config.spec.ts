import { expect } from 'chai'
import { ConfigError, readConfig } from '../../server/command/config.ts'
import { unusedInWords } from '../../server/command/unused.ts'

describe('config', () => {
  function wrong(env: Record<string, string>, args: string[] = []): string[] {
    try {
      readConfig(env, args)
    } catch (error) {
      if (error instanceof ConfigError) return error.message.split('\n')
      throw error
    }
    return expect.fail('nothing was found wrong')
  }

  it('needs nothing: a production server on 127.0.0.1:8089, without any account', () => {
    expect(readConfig({}, [])).to.deep.equal({
      port: 8089,
      host: '127.0.0.1',
      prefix: '',
      adminPassword: undefined,
      cors: undefined,
      trustProxy: false,
      logLevel: 'info',
      data: 'data',
      redis: undefined,
      durability: 'power',
      keepLog: false,
      signUp: 'closed',
      guests: false,
      makeRooms: 'everyone',
      demoUsers: undefined,
      development: false,
    })
  })

  it('lets nobody make an account by default, but in development', () => {
    expect(readConfig({}, []).signUp).to.equal('closed')
    expect(readConfig({}, ['--dev']).signUp).to.equal('open')
    for (const signUp of ['open', 'invited', 'closed']) {
      expect(readConfig({ SIGN_UP: signUp }, []).signUp).to.equal(signUp)
    }
    expect(() => readConfig({ SIGN_UP: 'yes' }, [])).to.throw('SIGN_UP must be open')
  })

  it('takes every value from the environment and --dev from the command line', () => {
    const env = {
      PORT: '0',
      HOST: '::1',
      BASE_PATH: '/draw',
      ADMIN_PASSWORD: '12345678',
      ORIGINS: 'https://one.example, http://two.example:81',
      TRUST_PROXY: 'loopback',
      LOG_LEVEL: 'debug',
      DATA_DIR: '/srv/soc-draw',
      DURABILITY: 'process',
      // As a database, one is for other programs too where somebody develops.
      REDIS_URL: 'redis://localhost',
      KEEP_LOG: 'all',
      SIGN_UP: 'closed',
      GUESTS: 'true',
      ROOMS: 'moderators',
      DEMO_USERS: '12',
      OTHER: 'x',
    }
    expect(readConfig(env, ['--dev'])).to.deep.equal({
      port: 0,
      host: '::1',
      prefix: '/draw',
      adminPassword: '12345678',
      cors: { origin: ['https://one.example', 'http://two.example:81'] },
      trustProxy: 'loopback',
      logLevel: 'debug',
      data: '/srv/soc-draw',
      redis: undefined,
      durability: 'process',
      keepLog: true,
      signUp: 'closed',
      guests: true,
      makeRooms: 'moderators',
      demoUsers: 12,
      development: true,
    })
  })

  it('leaves a password as it is, and takes spaces from around anything else', () => {
    const config = readConfig({ PORT: ' 80 ', HOST: ' localhost', ADMIN_PASSWORD: ' 123456 ', TRUST_PROXY: ' ::1' }, [])
    expect(config).to.include({ port: 80, host: 'localhost', adminPassword: ' 123456 ', trustProxy: '::1' })
  })

  it('logs less in development, where a person reads along', () => {
    expect(readConfig({}, ['--dev']).logLevel).to.equal('warn')
    expect(readConfig({ LOG_LEVEL: 'trace' }, ['--dev']).logLevel).to.equal('trace')
  })

  it('keeps the data of development, with its demo users, apart', () => {
    expect(readConfig({}, ['--dev']).data).to.equal('data/development')
  })

  it('takes an empty variable for an absent one', () => {
    const env = { PORT: '', HOST: ' ', ADMIN_PASSWORD: '', TRUST_PROXY: '', LOG_LEVEL: '', DEMO_USERS: '' }
    expect(readConfig(env, [])).to.deep.equal(readConfig({}, []))
  })

  it('names everything that is wrong at once, without the password', () => {
    const env = { PORT: 'http', HOST: 'a b', ADMIN_PASSWORD: 'hunter2', TRUST_PROXY: 'true', LOG_LEVEL: 'loud' }
    expect(wrong(env, ['--production'])).to.deep.equal([
      '--production is not an option; there is --dev',
      'PORT must be a whole number from 0 to 65535',
      'HOST must be a host name or an address to listen on',
      'ADMIN_PASSWORD must have at least 8 characters',
      "TRUST_PROXY must be the proxies' addresses with commas, such as loopback,10.0.0.0/8",
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
    ])
  })

  it('takes numbers of demo users from 1 to 999 only', () => {
    expect(readConfig({ DEMO_USERS: '999' }, []).demoUsers).to.equal(999)
    for (const count of ['0', '1000', '-1', '2.5', 'many'])
      expect(wrong({ DEMO_USERS: count }), count).to.have.length(1)
  })

  it('that has no effect is told', () => {
    const told = (env: Record<string, string>, args: string[], demo: boolean) =>
      unusedInWords(readConfig(env, args), demo, env).map((line) => line.split(' ')[0])
    const all = { ADMIN_PASSWORD: '12345678', DEMO_USERS: '12' }
    expect(told(all, ['--dev'], true)).to.deep.equal(['ADMIN_PASSWORD'])
    expect(told(all, [], false)).to.deep.equal(['DEMO_USERS'])
    expect(told(all, [], true)).to.deep.equal([])
    expect(told({}, ['--dev'], true)).to.deep.equal([])
    const database = { DATABASE_URL: 'postgres://ada@db/room', DATA_DIR: 'data', DURABILITY: 'power' }
    expect(told(database, [], false)).to.deep.equal(['DATA_DIR', 'DURABILITY'])
    expect(told(database, ['--dev'], true)).to.deep.equal(['DATABASE_URL'])
    expect(told({ REDIS_URL: 'redis://cache' }, ['--dev'], true)).to.deep.equal(['REDIS_URL'])
    expect(told({ REDIS_URL: 'redis://cache' }, [], false)).to.deep.equal([])
  })

  it('keeps everything in the database that is named, but in development only where that is meant for it', () => {
    const url = 'postgres://ada:secret@db:5432/room'
    expect(readConfig({ DATABASE_URL: url }, []).data).to.equal(url)
    expect(readConfig({ DATABASE_URL: url, DATA_DIR: 'data' }, []).data).to.equal(url)
    expect(readConfig({ DATABASE_URL: url }, ['--dev']).data).to.equal('data/development')
    expect(readConfig({ DATA_DIR: url }, ['--dev']).data).to.equal(url)
    for (const other of ['mysql://db/room', 'db', 'postgres:/db', 'data']) {
      expect(wrong({ DATABASE_URL: other }), other).to.deep.equal([
        'DATABASE_URL must be such as postgres://user:password@host:5432/database',
      ])
    }
  })

  it('takes a Redis by its address', () => {
    for (const url of ['redis://ada:secret@cache:6379', 'rediss://cache'])
      expect(readConfig({ REDIS_URL: url }, []).redis).to.equal(url)
    for (const other of ['cache', 'redis:cache', 'http://cache'])
      expect(wrong({ REDIS_URL: other }), other).to.deep.equal([
        'REDIS_URL must be such as redis://user:password@host:6379',
      ])
  })

  it('takes ports from 0 to 65535 only', () => {
    expect(readConfig({ PORT: '65535' }, []).port).to.equal(65_535)
    for (const port of ['65536', '-1', '80.5', '1e3', '0x50', '999999', '80 81']) {
      expect(wrong({ PORT: port }), port).to.have.length(1)
    }
  })

  it('takes proxies by their addresses, never all of them and never by their number', () => {
    for (const proxies of ['loopback', '10.0.0.0/8, 192.168.1.1', 'fd00::/8,::1', 'loopback,uniquelocal']) {
      expect(readConfig({ TRUST_PROXY: proxies }, []).trustProxy).to.equal(proxies)
    }
    for (const proxies of [
      'true',
      '0',
      '-1',
      '10',
      '10.0.0.0/33',
      '::/129',
      '1.2.3.4/8/8',
      'proxy',
      '1.2.3.4,',
      '/8',
    ]) {
      expect(wrong({ TRUST_PROXY: proxies }), proxies).to.have.length(1)
    }
  })
})
