import type { Deed } from '../act/deed.ts';

const path = (name: string, act: string) => `/api/sessions/${encodeURIComponent(name)}/${act}`;

export function drainDeed(name: string): Deed {
  return {
    path: path(name, 'drain'),
    done: `${name} finishes what it holds, and is given nothing new.`,
    undo: { path: path(name, 'resume'), done: `${name} is given work again.` },
  };
}

/** Of a drain; the name of one that was kicked may register again. */
export function resumeDeed(name: string, wasGone: boolean): Deed {
  return {
    path: path(name, 'resume'),
    done: wasGone ? `${name} may register again.` : `${name} is given work again.`,
  };
}

export function kickDeed(name: string, reason: string): Deed {
  return {
    path: path(name, 'kick'),
    body: { reason },
    done: `${name} is out; what it held is open again.`,
    undo: { path: path(name, 'resume'), done: `${name} may register again.` },
  };
}
