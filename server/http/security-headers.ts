import type { FastifyHelmetOptions } from '@fastify/helmet'

/**
 * The headers on every answer. In development there is no content security policy: Vite's hot reload injects scripts.
 * HTTPS is neither demanded nor promised (`upgrade-insecure-requests`, HSTS): that is for the proxy that ends TLS to say.
 */
export function securityHeaders(development: boolean): FastifyHelmetOptions {
  return {
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    contentSecurityPolicy: development
      ? false
      : {
          useDefaults: false,
          directives: {
            defaultSrc: ["'self'"],
            // 'self' covers the page's own WebSocket in today's browsers, not yet in those that are still about.
            connectSrc: ["'self'", 'ws:', 'wss:'],
            // Pictures that the page makes itself: an exported drawing.
            imgSrc: ["'self'", 'data:', 'blob:'],
            scriptSrcAttr: ["'none'"],
            objectSrc: ["'none'"],
            baseUri: ["'none'"],
            formAction: ["'self'"],
            frameAncestors: ["'none'"],
          },
        },
  }
}
