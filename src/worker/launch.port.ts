import type { Sandbox } from '../sandbox/sandbox.port.ts';

/**
 * Starts the program of an agent. A sandbox of this machine is one; another machine, reached over SSH, is one with
 * `elsewhere`: the program finds a copy of what it is given there, under another name.
 */
export interface Launch {
  start: Sandbox['start'];
  readonly elsewhere?: Elsewhere;
}

/** Where folders of this machine are on the machine a program runs on. */
export interface Elsewhere {
  /** The name a file or folder has there. Only for the workspace, and what was sent. */
  pathOf(path: string): string;
  /** Makes a copy of the folder there. Rejects when the machine cannot be reached. */
  send(folder: string): Promise<void>;
  /** Brings the folder back as it is there now. Rejects when that cannot be, and changes nothing then. */
  fetch(folder: string): Promise<void>;
}
