export type MachineErrorCode =
  /** A guard or an assignment threw: a mistake in the machine. The event is refused, the snapshot stays. */
  | 'threw'
  /** Something other than an emitted effect left a machine. */
  | 'impure'
  /** The stored snapshot was written by a newer Andon. */
  | 'newer'
  /** The stored snapshot names a state the machine does not have, or has no shape of a snapshot. */
  | 'unknown-state';

/** A machine could not take an event, or a stored snapshot could not be read. */
export class MachineError extends Error {
  readonly code: MachineErrorCode;
  readonly kind: string;

  constructor(code: MachineErrorCode, kind: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MachineError';
    this.code = code;
    this.kind = kind;
  }
}
