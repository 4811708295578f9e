/**
 * Every error Andon shows a person or an API client: a stable code, an HTTP status, and whether trying again can help.
 * The sentence says what, why and what to do. `docs/errors.md` lists the codes; a test holds the two together.
 */
export const errorCodes = {
  NOT_FOUND: { status: 404, retryable: false, about: 'the thing named does not exist' },
  BAD_REQUEST: {
    status: 400,
    retryable: false,
    about: 'the request does not have the shape of the contract',
  },
  UNAUTHORIZED: { status: 401, retryable: false, about: 'a token is missing or unknown' },
  FORBIDDEN: {
    status: 403,
    retryable: false,
    about: 'the token lacks the scope, or the Host or Origin is not allowed',
  },
  STALE_TOKEN: {
    status: 409,
    retryable: false,
    about: 'the lease token is older than the ticket’s newest one',
  },
  NOT_ALLOWED: { status: 409, retryable: false, about: 'the state machine does not allow this now' },
  NAME_TAKEN: { status: 409, retryable: false, about: 'a live session with that name exists' },
  SUBMISSION_REFUSED: { status: 422, retryable: false, about: 'the submission breaks a rule of the ticket' },
  SPEC_CHANGED: {
    status: 409,
    retryable: false,
    about: 'the spec on the disk is another than the one that was edited',
  },
  SPEC_REFUSED: { status: 422, retryable: false, about: 'a spec of that name or shape cannot be kept' },
  NOT_WRITTEN: { status: 507, retryable: true, about: 'the disk refused a file; nothing was changed' },
  TOO_LARGE: { status: 413, retryable: false, about: 'the body is over the limit' },
  TOO_MANY: { status: 429, retryable: true, about: 'this caller asks more than it may at a time' },
  STORE_FAILED: {
    status: 503,
    retryable: true,
    about: 'the database refused to write; nothing was accepted',
  },
  REDIS_UNAVAILABLE: { status: 503, retryable: true, about: 'Redis cannot be reached' },
  REDIS_NOT_FOUND: { status: 500, retryable: false, about: 'no Redis server binary could be had' },
  NOT_WRITER: { status: 503, retryable: true, about: 'another coordinator writes this home' },
  NEWER_HOME: { status: 500, retryable: false, about: 'the home was written by a newer Andon' },
  HOME_DAMAGED: { status: 500, retryable: false, about: 'the database of the home is damaged' },
  CONFIG_INVALID: { status: 500, retryable: false, about: 'a setting is not valid' },
  GIT_FAILED: { status: 500, retryable: true, about: 'a git command failed' },
  UNSANDBOXED: { status: 500, retryable: false, about: 'no sandbox holds on this machine' },
  RELEASE_FAILED: { status: 500, retryable: true, about: 'a release could not be started' },
  INTERNAL: { status: 500, retryable: false, about: 'a mistake in Andon' },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** An error with a stable code; `details` are safe to show. */
export class AndonError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    details: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AndonError';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
