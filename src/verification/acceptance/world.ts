import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoint, Field, Json, JsonObject, Resource } from '../../spec-model/model/service-model.ts';
import type { Random } from '../random.ts';
import { isSame, keyIn, recordIn } from './answers.ts';
import { exampleOf, markerOf, ofSameForm } from './bodies.ts';
import { badValues, drawValue } from './draw.ts';
import type { HttpAnswer } from './http-ask.ts';
import { Broken, LeftOpen, MachineTrouble } from './probe.ts';
import type { SpecView } from './spec-view.ts';
import type { StartedService } from './start-service.ts';

/** A request, as a reason shows it, and what was answered. */
export type Sent = { readonly request: string; readonly answer: HttpAnswer };

/** Something that was stored: what was sent, and how it is found again. */
export type Made = Sent & {
  readonly body: JsonObject;
  readonly key: string | null;
  /** A drawn text that nothing else holds; null where the resource has no field for one. */
  readonly marker: string | null;
};

const shownBytes = 200;
/** What ended while it was asked is gone within this. */
const endMs = 1_000;

/** The service under test as probes see it. What it cannot be blamed for ends a probe as left open. */
export class World {
  readonly spec: SpecView;
  readonly random: Random;
  readonly #running: () => StartedService;
  readonly #headers: Readonly<Record<string, string>>;

  /** `headers` go with every request. */
  constructor(
    spec: SpecView,
    random: Random,
    running: () => StartedService,
    headers: Readonly<Record<string, string>> = {},
  ) {
    this.spec = spec;
    this.random = random;
    this.#running = running;
    this.#headers = headers;
  }

  /** Sends a request. Throws `Broken` where no answer comes, `LeftOpen` where the spec lets it refuse everything. */
  async send(method: string, path: string, body?: Json | string): Promise<Sent> {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const request = `${method} ${path}${text === undefined ? '' : ` ${cut(text)}`}`;
    const service = this.#running();
    const order = { method, path, headers: this.#headers, ...(text === undefined ? {} : { body: text }) };
    const asked = await service.ask(order);
    if (asked.answer === null) {
      if (asked.trouble === 'nobody') await Promise.race([service.exited, delay(endMs)]);
      const ended = service.ended();
      if (ended && (ended.exit === 137 || ended.signal === 'SIGKILL'))
        throw new MachineTrouble('the service was killed from outside, most often for want of memory');
      if (ended) {
        const words = ended.output.trim().split('\n').slice(-6).join('\n');
        throw new Broken(`${request} ended the service (${ended.signal ?? `exit ${ended.exit}`}):\n${words}`);
      }
      throw new Broken(`${request} had no answer (${asked.text})`);
    }
    const { answer } = asked;
    if (answer.status === 429 && this.spec.limitsRates) throw new LeftOpen('its rate is limited');
    if (answer.status >= 500 && this.spec.needsOthers) throw new LeftOpen('it needs another service');
    return { request, answer };
  }

  /** A request that has to answer one of these statuses, or any of success where the spec names none. */
  async expect(
    method: string,
    path: string,
    allowed: ReadonlySet<number>,
    body?: Json | string,
  ): Promise<Sent> {
    const sent = await this.send(method, path, body);
    if (allowed.size > 0 ? !allowed.has(sent.answer.status) : !isSuccess(sent.answer.status))
      throw new Broken(`${shown(sent)}, not ${allowed.size > 0 ? [...allowed].join(' or ') : '2xx'}`);
    return sent;
  }

  /** A request that has to be refused, with one of these statuses where the spec names some. */
  async refused(
    method: string,
    path: string,
    allowed: ReadonlySet<number>,
    body?: Json | string,
  ): Promise<Sent> {
    const sent = await this.send(method, path, body);
    const { status } = sent.answer;
    if (allowed.size > 0 ? allowed.has(status) : status >= 400 && status < 500) return sent;
    throw new Broken(`${shown(sent)}, not ${allowed.size > 0 ? [...allowed].join(' or ') : '4xx'}`);
  }

  /** The endpoint of a resource that does this; null where the spec has none. */
  endpoint(resource: Resource, kind: Endpoint['behaviour']['kind']): Endpoint | null {
    return (
      this.spec.model.endpoints.find((one) => one.resource === resource && one.behaviour.kind === kind) ??
      null
    );
  }

  /** A body with drawn values for every field that the spec lets a client send. */
  body(resource: Resource, changes: JsonObject = {}): JsonObject {
    const said = this.spec.sentNames(resource);
    const body: Record<string, Json> = {};
    for (const field of resource.fields) {
      if (!field.client || (field.fill !== undefined && !field.required)) continue;
      if (said.size > 0 && !said.has(field.name) && !field.required) continue;
      const value = this.#valueFor(resource, field);
      if (value === undefined) throw new LeftOpen(`no value is known that fits \`${field.name}\``);
      body[field.name] = value;
    }
    return { ...body, ...changes };
  }

  /** A drawn value; of a field with rules that were not understood the one that the spec shows, where repeating it is allowed. */
  #valueFor(resource: Resource, field: Field): Json | undefined {
    const isShown = field.example !== undefined && field.example !== null;
    const isOnce = resource.unique.some(({ fields }) => fields.includes(field.name));
    if (isShown && !isOnce && this.spec.isRuleDoubtful(field.name)) return field.example;
    return drawValue(field, this.random);
  }

  /** Stores something with drawn values. Refusing them breaks the spec, unless it says something that was not understood. */
  async create(resource: Resource, changes: JsonObject = {}): Promise<Made> {
    const endpoint = this.endpoint(resource, 'create');
    if (!endpoint) throw new LeftOpen('nothing can be created');
    return this.store(resource, endpoint, this.body(resource, changes));
  }

  /** The same for a body as it is. */
  async store(resource: Resource, endpoint: Endpoint, body: JsonObject): Promise<Made> {
    const allowed = this.spec.successOf(endpoint);
    const sent = await this.send('POST', endpoint.path, body);
    const { status } = sent.answer;
    if (!isSuccess(status)) {
      if (await this.#mayRefuse(resource, endpoint, body, status))
        throw new LeftOpen('its rules are not all understood');
      throw new Broken(`${shown(sent)}, although it breaks no rule of the spec`);
    }
    if (allowed.size > 0 && !allowed.has(status))
      throw new Broken(`${shown(sent)}, not ${[...allowed].join(' or ')}`);
    return { ...sent, body, key: keyIn(sent.answer, resource), marker: markerOf(resource, body) };
  }

  /**
   * Whether an honest service may refuse what the spec seems to allow: some statement was not understood, or the body
   * refers to other records. One that takes the spec's own example and nothing like it may not.
   */
  async #mayRefuse(
    resource: Resource,
    endpoint: Endpoint,
    body: JsonObject,
    status: number,
  ): Promise<boolean> {
    if (status >= 500) return false;
    const refers = resource.fields.some(
      ({ name, client }) => client && name !== resource.key && /(?:[a-z]I|_i|^i)d$/.test(name),
    );
    if (!this.spec.mayRefuseMore(resource) && !refers) return false;
    const example = this.spec.requestExample(endpoint) ?? exampleOf(resource, body);
    if (!example || refers) return true;
    const original = await this.send('POST', endpoint.path, JSON.stringify(example));
    if (!isSuccess(original.answer.status)) return true;
    const free = resource.fields.filter(
      ({ name }) => name in example && name in body && !this.spec.isDoubtful(/^$/, [name]),
    );
    for (const field of free) {
      const varied = JSON.stringify({ ...example, [field.name]: body[field.name] });
      if (isSuccess((await this.send('POST', endpoint.path, varied)).answer.status)) return true;
    }
    return free.length === 0;
  }

  /** The path of something that was made. Left open where an answer does not tell its key. */
  pathTo(path: string, made: Made): string {
    if (made.key === null) throw new LeftOpen('no answer tells the key');
    return path.replace(/:\w+/, encodeURIComponent(made.key));
  }

  /** A key of the form that keys of this service have, which nothing stored has. */
  unknownKey(resource: Resource, like: string | null): string {
    if (like !== null && /^\d+$/.test(like)) return String(this.random.between(900_000_000, 999_999_999));
    const field = resource.fields.find(({ name }) => name === resource.key);
    const drawn = field?.client ? drawValue(field, this.random) : undefined;
    if (typeof drawn === 'string' || typeof drawn === 'number') return String(drawn);
    return like === null || like.length < 4 ? this.random.word(8) : ofSameForm(like, this.random);
  }

  /** Values that break a stated rule of a field which nothing else is said about. */
  badValues(field: Field) {
    if (this.spec.isRuleDoubtful(field.name)) return [];
    return badValues(field, this.random).filter(
      ({ figure }) =>
        figure === null ||
        this.spec.statesFigure(field.name, figure, field.type === 'string' || field.type === 'url'),
    );
  }

  /** Whether an answer shows this value for a field; an answer without the field says nothing, unless it must show it. */
  checkField(sent: Sent, resource: Resource, name: string, value: Json, mustShow = false): void {
    const names = resource.fields.map((field) => field.name);
    const record = recordIn(sent.answer, names);
    const field = resource.fields.find((one) => one.name === name);
    if (record === null || !(name in record)) {
      if (mustShow) throw new Broken(`${shown(sent)} without \`${name}\``);
      return;
    }
    if (!isSame(field, value, record[name]))
      throw new Broken(
        `${shown(sent)}: \`${name}\` is ${cut(JSON.stringify(record[name]) ?? '')}, not ${cut(JSON.stringify(value))}`,
      );
  }

  /** What was answered as it had been sent when something was made is answered so later. */
  checkKept(made: Made, later: Sent, resource: Resource, without: readonly string[] = []): void {
    const record = recordIn(
      made.answer,
      resource.fields.map(({ name }) => name),
    );
    for (const field of resource.fields) {
      const value = made.body[field.name];
      if (value === undefined || without.includes(field.name)) continue;
      if (record && field.name in record && isSame(field, value, record[field.name]))
        this.checkField(later, resource, field.name, value, true);
    }
  }
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** A request and its answer in one line of a reason. */
export function shown({ request, answer }: Sent): string {
  const text = answer.text.trim();
  return `${request} answered ${answer.status}${text === '' ? '' : ` ${cut(text)}`}`;
}

export function cut(text: string): string {
  return text.length > shownBytes ? `${text.slice(0, shownBytes)}…` : text;
}
