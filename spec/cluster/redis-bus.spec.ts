import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { Redis } from 'ioredis'
import type { Bus } from '../../server/cluster/bus.ts'
import { packParcel, unpackParcel } from '../../server/cluster/redis/parcel.ts'
import { openRedisBus, type RedisBusOptions } from '../../server/cluster/redis/redis-bus.ts'
import { describeBus, type OpenedBuses } from '../../server/testing/suites/bus-suite.ts'
import { describeOnRedis, redisServer, startRedis } from '../support/redis.ts'

const MARK = '\u0001mark '

let clusters = 0
const freshCluster = (): string => `spec-${process.pid}-${++clusters}`

const opened: Bus[] = []
async function open(options: Pick<RedisBusOptions, 'url' | 'name'> & Partial<RedisBusOptions>): Promise<Bus> {
  const report = (error: unknown): never => {
    throw error
  }
  const bus = await openRedisBus({ cluster: 'spec', report, ...options })
  opened.push(bus)
  return bus
}

/** Buses that tell when all is there: a mark goes the same ways, after all that was sent before. */
async function openBuses(): Promise<OpenedBuses> {
  const { url } = await redisServer()
  const cluster = freshCluster()
  const buses = new Map<string, Bus>()
  const marks = new Map<string, () => void>()
  let counted = 0
  const join = async (name: string): Promise<Bus> => {
    const bus = await open({ url, cluster, name })
    return {
      send: (node, text) => bus.send(node, text),
      publish: (text) => bus.publish(text),
      close() {
        buses.delete(name)
        return bus.close()
      },
      async listen(hear) {
        await bus.listen((text, from) => (text.startsWith(MARK) ? marks.get(`${text} ${name}`)?.() : hear(text, from)))
        buses.set(name, bus)
      },
    }
  }
  const settle = async (): Promise<void> => {
    const waits: Promise<void>[] = []
    for (const [sender, bus] of buses) {
      for (const other of buses.keys()) {
        if (other === sender) continue
        for (const send of [(mark: string) => bus.send(other, mark), (mark: string) => bus.publish(mark)]) {
          const mark = `${MARK}${++counted}`
          waits.push(new Promise((resolve) => marks.set(`${mark} ${other}`, resolve)))
          send(mark)
        }
      }
    }
    await Promise.all(waits)
  }
  return { join, settle, close: async () => void (await Promise.all([...buses.values()].map((bus) => bus.close()))) }
}

/** Lets everything through to a Redis until it is to hold its peace: then connections stay, and nothing comes by them. */
async function startProxy(path: string) {
  const sockets = new Set<Socket>()
  let silent = false
  const server = createServer((socket) => {
    const to = connect(path)
    for (const [one, other] of [
      [socket, to],
      [to, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
      one.on('data', (chunk) => {
        if (!silent) other.write(chunk)
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    silence: (on: boolean) => {
      silent = on
    },
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Sends again and again until something is heard: how long what is lost is lost, nobody can tell. */
async function reaches(from: Bus, to: string, heard: readonly string[]): Promise<void> {
  const before = heard.length
  for (const ends = Date.now() + 8000; heard.length === before; await setTimeout(10)) {
    if (Date.now() > ends) throw new Error('nothing is heard')
    from.send(to, 'are you there?')
  }
}

async function rejection(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => 'nothing went wrong', String)
}

async function until(holds: () => boolean): Promise<void> {
  for (const ends = Date.now() + 8000; !holds(); await setTimeout(5))
    if (Date.now() > ends) throw new Error('it does not come')
}

describeOnRedis('buses on Redis', () => {
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((bus) => bus.close()))
  })

  describeBus('Redis', openBuses)

  async function startPair(url: string, options: Partial<RedisBusOptions> = {}) {
    const cluster = freshCluster()
    const reports: unknown[] = []
    const report = (error: unknown) => void reports.push(error)
    const [ann, bob] = [
      await open({ url, cluster, name: 'ann', report, ...options }),
      await open({ url, cluster, name: 'bob', report: () => {}, ...options }),
    ]
    const heard: string[] = []
    const back: string[] = []
    await bob.listen((text) => void heard.push(text))
    await ann.listen((text) => void back.push(text))
    return { ann, bob, heard, back, reports }
  }

  it('go on by themselves when Redis was killed and is back, empty: what was said meanwhile is lost', async () => {
    const redis = await startRedis()
    const { ann, bob, heard, back, reports } = await startPair(redis.url)
    await reaches(ann, 'bob', heard)
    await redis.kill()
    await until(() => reports.length > 0)
    for (let count = 0; count < 1000; count++) ann.send('bob', 'lost')
    await redis.start()
    await reaches(ann, 'bob', heard)
    expect(heard).not.to.include('lost')
    expect(reports).to.have.length(1)
    expect(String(reports[0])).to.match(/^BusError: redis:.*/)
    // Another outage is told again, once this one was over: each hears the other.
    await reaches(bob, 'ann', back)
    await redis.kill()
    await until(() => reports.length === 2)
  })

  it('leave a Redis that answers nothing, and come back when it does; it is told once, whatever is sent', async () => {
    const { path } = await redisServer()
    const proxy = await startProxy(path)
    const { ann, heard, reports } = await startPair(proxy.url, { silence: 200 })
    await reaches(ann, 'bob', heard)
    proxy.silence(true)
    await until(() => {
      ann.send('bob', 'x'.repeat(100_000))
      return reports.length > 0
    })
    // Neither does it come back while it is silent.
    await setTimeout(600)
    expect(reports).to.have.length(1)
    proxy.silence(false)
    await reaches(ann, 'bob', heard)
    proxy.close()
  })

  it('keep no more than they may of what is not carried: what is more is lost', async () => {
    const { path } = await redisServer()
    const proxy = await startProxy(path)
    const { ann, heard } = await startPair(proxy.url, { silence: 400 })
    proxy.silence(true)
    const before = process.memoryUsage().rss
    const much = 'x'.repeat(1024 * 1024)
    for (let count = 0; count < 500; count++) ann.send('bob', `${count}${much}`)
    expect(process.memoryUsage().rss - before).to.be.below(250 * 1024 * 1024)
    proxy.silence(false)
    await reaches(ann, 'bob', heard)
    proxy.close()
  })

  it('of two clusters on one Redis hear nothing of each other', async () => {
    const { url } = await redisServer()
    const [ours, theirs] = [await startPair(url), await startPair(url)]
    ours.ann.publish('ours')
    ours.ann.send('bob', 'ours')
    theirs.ann.publish('theirs')
    theirs.ann.send('bob', 'theirs')
    await until(() => ours.heard.length >= 2 && theirs.heard.length >= 2)
    expect([ours.heard, theirs.heard]).to.deep.equal([
      ['ours', 'ours'],
      ['theirs', 'theirs'],
    ])
  })

  it('outlive a Redis that lets them hear nothing any more, and hear again when it does', async () => {
    const redis = await startRedis()
    const admin = new Redis({ path: redis.path })
    const unhandled: unknown[] = []
    const note = (error: unknown) => void unhandled.push(error)
    process.on('unhandledRejection', note)
    try {
      await admin.call('ACL', 'SETUSER', 'node', 'on', '>word', '+@all', '&*')
      const { ann, heard, reports } = await startPair(redis.url.replace('//', '//node:word@'))
      await reaches(ann, 'bob', heard)
      await admin.call('ACL', 'SETUSER', 'node', 'resetchannels')
      await until(() => reports.length > 1)
      await setTimeout(1200)
      // Each of the two asks once a second.
      const refused = /cmdstat_subscribe:.*rejected_calls=(\d+)/.exec(await admin.info('commandstats'))?.[1]
      expect(Number(refused)).to.be.within(2, 6)
      await admin.call('ACL', 'SETUSER', 'node', '&*')
      await reaches(ann, 'bob', heard)
      expect(reports.map(String)).to.have.length(2)
      expect(String(reports[1])).to.match(/does not let them .*hear \(NOPERM/)
      // Nobody else than this spec would outlive one.
      expect(unhandled).to.deep.equal([])
    } finally {
      process.off('unhandledRejection', note)
      admin.disconnect()
    }
  })

  it('ask a Redis that lets them in no more ever less often', async () => {
    const redis = await startRedis()
    const admin = new Redis({ path: redis.path })
    const tried = async () => Number(/total_connections_received:(\d+)/.exec(await admin.info('stats'))?.[1])
    try {
      const { ann, heard, reports } = await startPair(redis.url)
      await reaches(ann, 'bob', heard)
      const before = await tried()
      await admin.config('SET', 'requirepass', 'word')
      await admin.call('CLIENT', 'KILL', 'USER', 'default', 'SKIPME', 'yes')
      await until(() => reports.length > 0)
      await setTimeout(1500)
      // Two connections each, of which every attempt waits twice as long as the one before.
      expect((await tried()) - before).to.be.within(4, 40)
      await admin.config('SET', 'requirepass', '')
      await reaches(ann, 'bob', heard)
      expect(reports).to.have.length(1)
    } finally {
      admin.disconnect()
    }
  })

  it('say in words, and without the password, why Redis can’t be used at the start', async () => {
    const { url, path } = await redisServer()
    const nowhere = 'redis://somebody:secret@127.0.0.1:1'
    const missing = await rejection(open({ url: nowhere, name: 'ann', reachedWithin: 100 }))
    expect(missing).to.equal('BusError: redis://127.0.0.1:1: nothing listens there.')
    const silent = await startProxy(path)
    silent.silence(true)
    const asked = open({ url: silent.url, name: 'ann', reachedWithin: 100, silence: 50 })
    expect(await rejection(asked)).to.match(/^BusError: redis:\/\/127\.0\.0\.1:\d+: /)
    silent.close()
    const began = performance.now()
    const refused = await open({ url: url.replace('//', '//somebody:secret@'), name: 'ann' }).catch((error) => error)
    expect(String(refused)).to.match(/lets nobody in/)
    // As Node shows an error that nobody takes, with its cause, and all that the cause has.
    expect(inspect(refused, { depth: 9 }))
      .to.match(/WRONGPASS/)
      .and.not.to.include('secret')
    for (const wrong of ['redis://somebody:secret@host:99999', 'somebody:secret@127.0.0.1:1']) {
      const error = await open({ url: wrong, name: 'ann', reachedWithin: 100 }).catch((thrown) => thrown)
      expect(inspect(error, { depth: 9 }))
        .to.match(/^BusError: .*must be such as/)
        .and.not.to.include('secret')
    }
    // There is no use in waiting for that.
    expect(performance.now() - began).to.be.below(3000)
  })
})

describe('a parcel', () => {
  it('has what was packed, and is nothing where nobody packed it', () => {
    const parcel = { from: 'a\nb', connection: 3, texts: ['', 'one\n', '日本 🎲', '["two"]'] }
    expect(unpackParcel(packParcel(parcel))).to.deep.equal(parcel)
    for (const text of [
      '',
      'x',
      '\n',
      '["a",1,4]\nabc',
      '["a",1,2]\nabc',
      '[1,1]\n',
      '["a","b"]\n',
      '["a",1,-1]\n',
      '{}\n',
    ])
      expect(unpackParcel(text), text).to.equal(undefined)
  })
})
