import type { Writable } from 'node:stream';
import type { SandboxOutcome } from '../../sandbox/sandbox.port.ts';

/** The program of an agent, to be started for one ticket. */
export type LaunchOrder = {
  readonly argv: readonly string[];
  /** The ticket's workspace on this machine, where it works. */
  readonly workspace: string;
  /** Folders of the ticket beside the workspace; it may write them. */
  readonly beside?: readonly string[];
  /** What it sees of the environment beside what the launch itself gives it. */
  readonly env?: Readonly<Record<string, string>>;
  /** It is spoken to. Default: its stdin is empty. */
  readonly stdin?: 'pipe';
  readonly onOutput?: (chunk: string, stream: 'stdout' | 'stderr') => void;
  /** What it writes to stdout, byte for byte as it comes. */
  readonly onBytes?: (chunk: Buffer) => void;
};

export type Launched = {
  /** The workspace as the program finds it: on another machine it is elsewhere. */
  readonly workspace: string;
  /** It works in the very files of this machine. */
  readonly isHere: boolean;
  /** Present when asked for and started. What is written after its end is lost without an error. */
  readonly stdin?: Writable;
  /** Its end, with everything it started gone. Never rejects. */
  readonly exited: Promise<SandboxOutcome>;
  /** TERM, and KILL to its whole tree after `graceMs`. Once it resolves, the workspace holds what the program made. */
  stop(graceMs: number): Promise<void>;
};

/** How a driver starts its program: in a sandbox of this machine, or on another one. Never rejects: `exited` says why not. */
export interface Launch {
  start(order: LaunchOrder): Promise<Launched>;
}
