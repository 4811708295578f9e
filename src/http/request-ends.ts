import type { FastifyReply, FastifyRequest } from 'fastify';

/** Aborts when whoever asked is not there any more to be answered; not when the answer was sent. */
export function hungUp(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** Whether the request comes from this very machine: over loopback, or from the address it was sent to. */
export function isLocal(request: FastifyRequest): boolean {
  const { remoteAddress, localAddress } = request.socket;
  if (remoteAddress === undefined) return true;
  return remoteAddress === localAddress || /^(?:::ffff:)?127\.|^::1$/.test(remoteAddress);
}
