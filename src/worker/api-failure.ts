/** Why a call to the coordinator came to nothing. `status` is null when there was no answer at all. */
export class ApiFailure extends Error {
  readonly status: number | null;
  readonly code: string;

  constructor(status: number | null, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = code;
  }

  /** Asking again may help: no answer, or the coordinator says it cannot just now. */
  get passing(): boolean {
    return this.status === null || this.status === 429 || this.status >= 500;
  }
}

/** True for the refusal with this HTTP status. */
export function isRefusal(error: unknown, status: number): boolean {
  return error instanceof ApiFailure && error.status === status;
}

export function isPassing(error: unknown): boolean {
  return error instanceof ApiFailure && error.passing;
}
