import type { HeartbeatResponse, RegisterResponse } from '../contracts/sessions.ts';
import { AndonError } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { ApiFailure, isRefusal } from './api-failure.ts';
import type { CoordinatorApi } from './coordinator-api.ts';
import type { KeptSession } from './kept-session.ts';
import { pause, untilAnswered } from './retry.ts';
import type { Unavailable, WorkerOptions } from './worker-options.ts';

/** For how long a name that is taken is asked for again: a crashed run of the same name falls silent within it. */
const nameTakenTries = 60;
const nameTakenMs = 1_000;

/** The worker's registration. It is made again whenever the coordinator does not know it any more. */
export type SessionLink = {
  registration(): RegisterResponse;
  isOpen(): boolean;
  /** Registers; rejects when the worker key is refused or the name stays taken. */
  open(): Promise<void>;
  /**
   * Goes on as the former run of this worker, whose holdings these are: what its beat was answered. Undefined where that
   * run is over, or registered as something else; then nothing was done.
   */
  adopt(leases: readonly Lease[]): Promise<HeartbeatResponse | undefined>;
  /** Calls with the session's token; after a 401 it registers again and calls once more. */
  as<T>(call: (bearer: string) => Promise<T>): Promise<T>;
};

type Lease = { readonly ticket: string; readonly token: number };

export type SessionLinkDeps = {
  readonly api: CoordinatorApi;
  readonly kept: KeptSession;
  readonly onRegistered: (registration: RegisterResponse) => void;
  /** What of the capabilities cannot be done now. */
  readonly unavailable: () => readonly Unavailable[] | undefined;
};

export function createSessionLink(options: WorkerOptions, deps: SessionLinkDeps): SessionLink {
  const { api, kept } = deps;
  const { log, signal, name } = options;
  const { capabilities, slots, agent, host, account, builtIn } = options;
  const wish = {
    ...{ name, capabilities: [...capabilities], slots, agent, host },
    ...(account ? { account } : {}),
  };
  const as = JSON.stringify(wish);
  let current: RegisterResponse | undefined;
  let opening: Promise<RegisterResponse> | undefined;

  const register = async (): Promise<RegisterResponse> => {
    const former = current?.token ?? kept.former();
    const unavailable = deps.unavailable();
    const request = {
      ...wish,
      ...(unavailable ? { unavailable: [...unavailable] } : {}),
      ...(former ? { former } : {}),
      ...(builtIn ? { builtIn } : {}),
    };
    const say = (error: unknown) =>
      log.warn({ error: String(error) }, 'the coordinator does not answer; trying again');
    for (let tries = 1; ; tries += 1) {
      try {
        return await untilAnswered(() => api.register(options.workerToken(), request), signal, say);
      } catch (error) {
        if (!isRefusal(error, 409) || signal.aborted || tries >= nameTakenTries) throw asAndonError(error);
        if (tries === 1) log.warn({ name }, 'the name is taken; waiting for its former run to fall silent');
      }
      await pause(nameTakenMs, signal);
    }
  };

  const use = (registration: RegisterResponse): void => {
    current = registration;
    kept.keep(registration, as);
    deps.onRegistered(registration);
  };

  const open = (): Promise<RegisterResponse> => {
    opening ??= register()
      .then((registration) => {
        use(registration);
        faultPoint('worker.registered');
        log.info({ session: name }, 'registered');
        return registration;
      })
      .finally(() => {
        opening = undefined;
      });
    return opening;
  };

  const registration = (): RegisterResponse => {
    if (!current) throw new AndonError('INTERNAL', 'the worker is not registered yet');
    return current;
  };

  return {
    registration,
    isOpen: () => current !== undefined,
    async open() {
      await open();
    },
    async adopt(leases) {
      const former = kept.formerRegistration(as);
      if (!former) return undefined;
      try {
        const answer = await untilAnswered(
          () => api.heartbeat(former.token, name, { leases: leases.map(holdingOf) }),
          signal,
        );
        use(former);
        log.info({ session: name }, 'registered as before: its former run goes on');
        return answer;
      } catch (error) {
        if (error instanceof ApiFailure) return undefined;
        throw error;
      }
    },
    async as(call) {
      const { token } = registration();
      try {
        return await call(token);
      } catch (error) {
        if (!isRefusal(error, 401)) throw error;
      }
      // Somebody else may have registered again while this call was under way.
      const fresh = registration().token === token ? await open() : registration();
      return call(fresh.token);
    },
  };
}

function holdingOf({ ticket, token }: Lease): Lease {
  return { ticket, token };
}

function asAndonError(error: unknown): unknown {
  if (!(error instanceof ApiFailure) || error.status === null) return error;
  if (error.status === 409) return new AndonError('NAME_TAKEN', error.message);
  if (error.status === 401) return new AndonError('UNAUTHORIZED', error.message);
  if (error.status === 403) return new AndonError('FORBIDDEN', error.message);
  return error;
}
