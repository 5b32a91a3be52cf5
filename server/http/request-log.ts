import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'

/** What is logged of a request: of its address not what is after `?`, where some put tokens, and Socket.IO its sessions’ names. */
export function loggedRequest({ method, url, host, ip, socket: { remotePort } }: FastifyRequest) {
  const [path = ''] = url.split('?', 1)
  return { method, url: path, host, remoteAddress: ip, ...(remotePort !== undefined && { remotePort }) }
}

/** Logs what fails as Fastify does, and each request and answer at `debug`: at `info` they would bury everything else. */
export class RequestLog extends LogController {
  override incomingRequest(request: FastifyRequest): void {
    request.log.debug({ req: request }, 'incoming request')
  }

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    if (error) super.requestCompleted(error, request, reply)
    else reply.log.debug({ res: reply, responseTime: reply.elapsedTime }, 'request completed')
  }
}
