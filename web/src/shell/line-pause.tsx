import { ActButton } from '../act/act-button.tsx';
import type { Deed } from '../act/deed.ts';
import { useLive } from '../live/use-live.ts';

const pause = { path: '/api/pause', done: 'The line is paused' };
const resume = { path: '/api/resume', done: 'The line goes on' };

/** What pauses the line as it is now, or lets it go on. */
export function lineDeed(paused: boolean): Deed {
  return paused ? { ...resume, undo: pause } : { ...pause, undo: resume };
}

/** Pauses the whole line, or lets it go on. */
export function LinePause() {
  const paused = useLive(({ board }) => board?.line.paused);
  if (paused === undefined) return null;
  return <ActButton label={paused ? 'Resume the line' : 'Pause the line'} deed={lineDeed(paused)} />;
}
