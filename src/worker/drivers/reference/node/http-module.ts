/** `src/http.js`: bodies in, answers out, errors as answers. */
export function httpModule(bodyBytes: number): string {
  return String.raw`const bodyLimit = ${'BODY'};

/** An error the client is told about: a status, a sentence, and details where there are several. */
export class HttpError extends Error {
  constructor(status, message, details = [], headers = {}) {
    super(message);
    this.status = status;
    this.details = details;
    this.headers = headers;
  }

  answer() {
    const body = this.details.length > 0 ? { error: this.message, details: this.details } : { error: this.message };
    return { status: this.status, body, headers: this.headers };
  }
}

/** The JSON body of a request; undefined when it has none. */
export async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  if (size > bodyLimit) throw new HttpError(413, 'the body is larger than ' + bodyLimit + ' bytes');
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HttpError(400, 'the body is not valid JSON');
  }
}

/** A URL as it may stand in a header: as it was given, unless it holds letters a header cannot. */
export function locationOf(url) {
  return /^[\x21-\x7e]+$/.test(url) ? url : new URL(url).href;
}

/** Writes an answer; one without a body has no content type either. */
export function send(response, { status, body, headers = {} }, method) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const type = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, { ...type, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store', ...headers });
  response.end(method === 'HEAD' ? '' : text);
}
`.replace('BODY', String(bodyBytes));
}
