import type { CleanRoom } from '../clean-room.ts';
import type { GateContext } from '../gate-context.ts';
import { type ReadSuite, readSuite } from './read-suite.ts';

const readings = new WeakMap<CleanRoom, Promise<ReadSuite>>();

/**
 * What the suite of the room was when this was first asked: before anything of it ran, so that tests which write files
 * are not read as what was submitted.
 */
export function readingOf({ room }: Pick<GateContext, 'room'>): Promise<ReadSuite> {
  const known = readings.get(room) ?? readSuite(room.sandbox, room.build, room.signal);
  readings.set(room, known);
  return known;
}
