import { connect } from 'node:net';
import { askRedis } from './ask-redis.ts';
import { pause } from './pause.ts';
import { isAlive, type ProcessIdentity, stopProcess } from './process-identity.ts';

const LOOK_MS = 1_000;
const RECHECK_MS = 20;
/**
 * A living server that is silent for this many looks in a row, one straight after the other, is killed: three seconds,
 * with the look's own second four. Redis itself may stand still for two, when a write waits for a slow fsync (its log:
 * "fsync is taking too long"); and a killed server loses nothing that was acknowledged.
 */
const ANSWER_MS = 1_000;
const SILENT_LOOKS = 3;
/** A look that took this much longer than it may was slow on our side: this process stood still itself. */
const LATE_MS = 500;

/**
 * Resolves with the reason, in a few words, once the server is gone: at once when its process dies, and after some
 * seconds of silence when it lives and does not answer, which it then does no longer.
 */
export async function watchRedis(
  identity: ProcessIdentity,
  socket: string,
  signal: AbortSignal,
): Promise<string> {
  let silent = 0;
  while (!signal.aborted) {
    if (silent === 0 && (await connectionEnds(socket, LOOK_MS, signal))) await pause(RECHECK_MS, signal);
    if (!(await isAlive(identity))) return 'its process ended';
    const asked = performance.now();
    const answer = await askRedis({ path: socket }, ANSWER_MS);
    const heardInTime = performance.now() - asked < ANSWER_MS + LATE_MS;
    silent = answer.state === 'silent' && heardInTime ? silent + 1 : 0;
    // Refused at once (its socket is gone), it is asked again no sooner than a silent one would be.
    if (silent > 0) await pause(ANSWER_MS - (performance.now() - asked), signal);
    if (silent < SILENT_LOOKS) continue;
    await stopProcess(identity, 0);
    return 'it lived but did not answer';
  }
  return 'it is being stopped';
}

/** Holds a connection for up to `ms`; true when the other end, which may be nobody, let go of it. */
async function connectionEnds(socket: string, ms: number, signal: AbortSignal): Promise<boolean> {
  const ended = new AbortController();
  const connection = connect(socket);
  connection.on('error', () => undefined);
  connection.once('close', () => ended.abort());
  await pause(ms, AbortSignal.any([signal, ended.signal]));
  const itEnded = ended.signal.aborted;
  connection.destroy();
  return itEnded;
}
