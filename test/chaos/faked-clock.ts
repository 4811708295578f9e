import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The wall clock of one process, set apart from the machine's while its monotonic clock goes on. */
export type FakedClock = {
  /** Of the process that is to have this clock. */
  readonly env: Record<string, string>;
  /** How far it is off now, milliseconds. */
  readonly offsetMs: number;
  /** Sets it so many seconds off the machine's; takes hold at once. */
  set(seconds: number): void;
};

const name = 'libfaketime.so.1';

/** Where the Debian and Ubuntu package `libfaketime` put its library; undefined where it is not installed. */
export function findFaketime(libraries = '/usr/lib'): string | undefined {
  const folders = ['', ...readdirSync(libraries)];
  return folders.map((folder) => join(libraries, folder, 'faketime', name)).find((path) => existsSync(path));
}

/** A clock that `file` sets, through the library `faketime` found. */
export function fakedClock(faketime: string, file: string): FakedClock {
  let offset = 0;
  const set = (seconds: number): void => {
    writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}\n`);
    offset = seconds * 1_000;
  };
  set(0);
  return {
    env: {
      LD_PRELOAD: faketime,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
    get offsetMs() {
      return offset;
    },
    set,
  };
}
