import { AndonError } from '../errors.ts';

/** Whose trouble it is: `environment`, `secret` and `record` blame nobody, `work` opens a fix. */
export type Fault = 'work' | 'environment' | 'secret' | 'record';

/** A release could not be made, started or proved; the message is the reason people read. */
export class ReleaseFailure extends AndonError {
  readonly fault: Fault;

  constructor(fault: Fault, message: string, options?: ErrorOptions) {
    super('RELEASE_FAILED', message, { fault }, options);
    this.fault = fault;
  }
}

const ofTheMachine = new Set(['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM', 'EDQUOT', 'EROFS', 'EAGAIN']);

/** What an error of the machine (a full disk, no more descriptors) or of Andon's own steps is for the service. */
export function asFailure(error: unknown, doing: string): ReleaseFailure {
  if (error instanceof ReleaseFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ReleaseFailure('environment', `${doing}: ${message}`, { cause: error });
}

/**
 * Whose fault it is that a process ended, by what it printed last. A busy port is the machine's only when it is the
 * port Andon gave it: a service that listens elsewhere does not heed `PORT`.
 */
export function faultOfExit(log: string, port: number): Fault {
  const busy = log.match(/EADDRINUSE[^\n]*?:(\d{1,5})\b/);
  if (busy) return Number(busy[1]) === port ? 'environment' : 'work';
  if (/\bEADDRINUSE\b|address already in use/i.test(log)) return 'environment';
  for (const code of ofTheMachine) if (new RegExp(`\\b${code}\\b`).test(log)) return 'environment';
  return /no space left on device|too many open files/i.test(log) ? 'environment' : 'work';
}
