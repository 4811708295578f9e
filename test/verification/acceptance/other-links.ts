/**
 * A URL shortener in another style than the reference driver's: a table of routes, records in an envelope, keys of its
 * own making, the list under `items`, 200 bytes of prose in its errors. A sabotage replaces a piece of it.
 */
export const otherLinks = `
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';

mkdirSync(process.env.DATA_DIR, { recursive: true });
const file = join(process.env.DATA_DIR, 'links.json');
const links = new Map(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);
const save = () => writeFileSync(file, JSON.stringify([...links]));
const fail = (status, error) => Object.assign(new Error(error), { status });
const isAddress = (text) => {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
};
const find = (code) => {
  if (!links.has(code)) throw fail(404, 'there is no link with the code ' + code);
  return links.get(code);
};

function create({ body }) {
  const { url, code = randomBytes(5).toString('base64url').slice(0, 7) } = body;
  if (typeof url !== 'string' || url.length > 2000 || !isAddress(url)) throw fail(400, 'url has to be an http or https address');
  if (typeof code !== 'string' || !/^[A-Za-z0-9_-]{3,32}$/.test(code)) throw fail(400, 'code has to be 3 to 32 letters, digits, - or _');
  if (links.has(code)) throw fail(409, 'code is taken');
  const link = { code, url, hits: 0, createdAt: new Date().toISOString() };
  links.set(code, link);
  save();
  return [201, { data: link }];
}

function list({ query }) {
  const limit = Number(query.get('limit') ?? 20);
  const offset = Number(query.get('offset') ?? 0);
  const all = [...links.values()].reverse();
  return [200, { items: all.slice(offset, offset + limit), total: all.length }];
}

function follow({ code }) {
  const link = find(code);
  link.hits += 1;
  save();
  return [302, undefined, { location: link.url }];
}

const routes = [
  ['GET', /^\\/health$/, () => [200, { ok: true }]],
  ['POST', /^\\/links$/, create],
  ['GET', /^\\/links$/, list],
  ['GET', /^\\/links\\/([^/]+)$/, ({ code }) => [200, { data: find(code) }]],
  ['GET', /^\\/links\\/([^/]+)\\/stats$/, ({ code }) => [200, { data: { code, hits: find(code).hits } }]],
  ['DELETE', /^\\/links\\/([^/]+)$/, ({ code }) => (links.delete(find(code).code), save(), [204])],
  ['GET', /^\\/([^/]+)$/, follow],
];

const bodyOf = async (request) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw fail(400, 'the body is not JSON');
  }
};

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://local');
  const send = (status, body, headers = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body && JSON.stringify(body));
  try {
    for (const [method, pattern, handle] of routes) {
      const match = method === request.method && pattern.exec(pathname);
      if (!match) continue;
      return send(...handle({ code: match[1] && decodeURIComponent(match[1]), query: searchParams, body: await bodyOf(request) }));
    }
    throw fail(404, 'nothing is here');
  } catch (error) {
    send(error.status ?? 500, { error: error.message });
  }
}).listen(Number(process.env.PORT), process.env.HOST);
`;

/** The files of a build around a `src/main.js`. */
export function nodeBuild(main: string): Record<string, string> {
  return {
    'package.json': '{ "name": "other", "type": "module", "scripts": { "start": "node src/main.js" } }',
    Dockerfile: 'FROM node:20\n',
    '.env.example': 'PORT=3000\n',
    'src/main.js': main,
  };
}
