import { AndonError, type ErrorCode } from '../errors.ts';

/** What the program's exit says; `docs` and `--help` show this table. */
export const exitCodes = {
  ok: 0,
  /** The thing asked about is not there or not as it should be. */
  notOk: 1,
  usage: 2,
  unreachable: 3,
  refused: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the program with a code and, where there is one, a sentence on stderr. */
export class Exit extends Error {
  readonly code: ExitCode;

  constructor(code: ExitCode, message = '') {
    super(message);
    this.name = 'Exit';
    this.code = code;
  }
}

const byCode: Partial<Record<ErrorCode, ExitCode>> = {
  CONFIG_INVALID: exitCodes.usage,
  BAD_REQUEST: exitCodes.usage,
  UNAUTHORIZED: exitCodes.refused,
  FORBIDDEN: exitCodes.refused,
  NAME_TAKEN: exitCodes.refused,
  NOT_ALLOWED: exitCodes.refused,
  STALE_TOKEN: exitCodes.refused,
};

/** The exit code for whatever went wrong. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof Exit) return error.code;
  if (error instanceof AndonError) return byCode[error.code] ?? exitCodes.notOk;
  return exitCodes.notOk;
}

/** The exit code for the coordinator's refusal with this HTTP status. */
export function exitCodeOfStatus(status: number): ExitCode {
  if (status === 400 || status === 413 || status === 415) return exitCodes.usage;
  if (status === 404) return exitCodes.notOk;
  if (status >= 500) return status === 503 ? exitCodes.unreachable : exitCodes.notOk;
  return exitCodes.refused;
}
