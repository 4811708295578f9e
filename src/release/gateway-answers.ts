import type { ServerResponse } from 'node:http';

/** What the gateway says itself. */
export type Answer = {
  readonly status: number;
  readonly type: 'application/json' | 'text/html';
  readonly body: string;
  readonly retryAfter?: number;
};

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    'content-type': `${answer.type}; charset=utf-8`,
    'content-length': Buffer.byteLength(answer.body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    ...(answer.retryAfter === undefined ? {} : { 'retry-after': String(answer.retryAfter) }),
  });
  response.end(answer.body);
}

function refusal(status: number, code: string, message: string, retryAfter?: number): Answer {
  const body = `${JSON.stringify({ error: { code, message } })}\n`;
  return { status, type: 'application/json', body, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

export const refusedHost = (): Answer =>
  refusal(
    403,
    'FORBIDDEN',
    'this Host is not allowed: use localhost, or add the name to the gateway’s hosts',
  );

export const unknownService = (name: string): Answer =>
  refusal(404, 'NOT_FOUND', `there is no service ${JSON.stringify(name)}: GET / lists them`);

export const nothingServes = (name: string): Answer =>
  refusal(503, 'NOT_SERVING', `nothing of ${name} serves right now; the board says why`, 2);

export const noAnswer = (reason: string): Answer =>
  refusal(502, 'NO_ANSWER', `the service did not answer: ${reason}`, 1);

/** The list of services, for people or as JSON. */
export function servicesPage(
  services: readonly { name: string; health: string; version: string | null }[],
  accept: string | undefined,
): Answer {
  if (!accept?.includes('text/html')) {
    const listed = services.map((service) => ({ ...service, path: `/${encodeURIComponent(service.name)}/` }));
    return { status: 200, type: 'application/json', body: `${JSON.stringify({ services: listed })}\n` };
  }
  const rows = services.map(
    ({ name, health, version }) =>
      `<li><a href="/${encodeURIComponent(name)}/">${escaped(name)}</a> ${escaped(health)} ${escaped(version ?? '')}</li>`,
  );
  const body = `<!doctype html><meta charset="utf-8"><title>Services</title><h1>Services</h1><ul>${rows.join('')}</ul>\n`;
  return { status: 200, type: 'text/html', body };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
