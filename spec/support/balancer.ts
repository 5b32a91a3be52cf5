import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What stands before several servers, as a proxy does: each connection goes to the next one that takes it. */
export async function startBalancer(urls: readonly string[]) {
  const open = new Set<Socket>()
  let turn = 0
  const server = createServer((client) => {
    open.add(client)
    client.on('error', () => client.destroy())
    client.on('close', () => open.delete(client))
    lead(
      client,
      [...urls.keys()].map((index) => urls[(turn + index) % urls.length] ?? ''),
    )
    turn++
  })
  const { port } = await new Promise<AddressInfo>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo)),
  )
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

function lead(client: Socket, [url, ...others]: readonly string[]): void {
  if (url === undefined) return void client.destroy()
  const { hostname, port } = new URL(url)
  const upstream = connect(Number(port), hostname)
  let connected = false
  upstream.on('connect', () => {
    connected = true
    client.pipe(upstream)
    upstream.pipe(client)
  })
  upstream.on('error', () => (connected ? client.destroy() : lead(client, others)))
  upstream.on('close', () => {
    if (connected) client.destroy()
  })
  client.on('close', () => upstream.destroy())
}
