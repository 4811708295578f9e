import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** A structured logger: one JSON line a record, fields first. Secrets and tokens are redacted by path. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: null, redact: ['token', '*.token', 'authorization', '*.authorization'] };
  return destination ? pino(options, destination) : pino(options);
}

/** A logger that says nothing. */
export const silentLog: Log = pino({ level: 'silent' });
