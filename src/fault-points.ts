import { appendFileSync, writeSync } from 'node:fs';
import { AndonError } from './errors.ts';

/**
 * Every place at which a test may have a process killed, and what is done and not done there. The first word is the
 * folder of `src/` that holds it; each stands in the source once.
 */
export const faultPoints = {
  'store.migrate.before': 'the database is open; a step of the schema is still to come',
  'store.migrate.after': 'a step of the schema is on disk',
  'store.commit.before': 'a group of events is stepped; nothing of it is written',
  'store.commit.written': 'all rows of a group are written, the transaction is open',
  'store.commit.after': 'a group is on disk; nobody was told',
  'store.mark.before': 'effects are performed; the outbox still owes them',
  'store.mark.after': 'the outbox owes performed effects no more',

  'coordinator.answer.after': 'callers and listeners were told; no effect of the group is performed',
  'coordinator.perform.before': 'an effect is about to be performed',
  'coordinator.perform.after': 'an effect is performed and not yet to be marked',

  'app.reconcile.before': 'something awaited is about to be settled',
  'app.reconcile.after': 'something awaited was settled',
  'app.verify.before': 'a verification is about to be ordered',
  'app.publish.before': 'accepted work is about to be put into the tree',
  'app.deploy.before': 'a release is about to be deployed',
  'app.switch.before': 'a release is about to be switched to',
  'app.discard.before': 'a release is about to be discarded',
  'app.restart.before': 'what serves is about to be restarted',
  'app.roll-back.before': 'a rollback is about to begin',
  'app.stop.before': 'a service is about to be stopped',
  'app.deliver.before': 'a ticket is about to be delivered',
  'app.recall.before': 'a ticket is about to be recalled',

  'work-queue.deliver.adding': 'no tombstone forbids the delivery; its job is not there',
  'work-queue.deliver.added': 'the job of a delivery is in the queue',
  'work-queue.recall.marked': 'the tombstone stands, the job may be there',
  'work-queue.recall.removed': 'the tombstone stands, the job is gone',
  'work-queue.verify.added': 'a verification is queued; its result is not yet expected',
  'work-queue.verification.taken': 'a verification was taken from the queue and is not begun',
  'work-queue.verification.done': 'a verification has its result; the queue does not',
  'work-queue.verified.telling': 'a result was heard and not told',
  'work-queue.verified.told': 'a result was told; it is still expected',
  'work-queue.delivery.taken': 'a worker has a delivery and has not begun it',

  'verification.exported': 'a commit stands in the clean room; no command was run',
  'verification.judged': 'a gate has its outcome; there is no record',
  'verification.record.drafted': 'the record is written beside its place',
  'verification.recorded': 'the record is in place; the verdict was not returned',

  'workspace.open.made': 'a repository is made and not yet marked as whole',
  'workspace.intake.written': 'the commit of the tree exists and no ref names it',
  'workspace.intake.referenced': 'a ref names the commit of the tree; nobody was told',
  'workspace.prepare.written': 'the first commit of a change exists and no ref names it',
  'workspace.prepare.referenced': 'the branch of a change is there',
  'workspace.bundle.created': 'a bundle is written beside its place',
  'workspace.import.unpacked': 'the objects of a submission are in, and no ref names them',
  'workspace.import.referenced': 'the ref of a submission is made; nobody was told',
  'workspace.main.before': 'a release serves; main still names the one before',
  'workspace.main.after': 'main names what serves',
  'workspace.clone.fetched': 'a workspace has its base and no files',
  'workspace.clone.made': 'a workspace is whole',
  'workspace.submit.written': 'the commit of a workspace exists; its bundle does not',
  'workspace.submit.bundled': 'the bundle of a submission is written',

  'write-back.publish.before': 'the export stands beside; no file of the tree is touched',
  'write-back.publish.after': 'all files are in the tree; the effect is not marked',
  'write-back.file.noted': 'what a file may hold is noted; it still holds the old',
  'write-back.file.replaced': 'the file holds the new; what it holds is not noted',
  'write-back.file.wrote': 'the file holds the new, and that is noted',
  'write-back.file.dropped': 'a file is gone from the tree, and still known',
  'write-back.draft.written': 'the new bytes stand beside the file',
  'write-back.aside.moved': 'the old file was moved aside; nothing stands in its place',
  'write-back.draft.placed': 'the new file is in its place; draft and old one stand beside it',
  'write-back.removal.moved': 'a file to be removed was moved aside',
  'write-back.log.written': 'the deployment is in the log, and not noted as logged',

  'catalog.service.added': 'a service is in the journal; the catalog does not remember it',
  'catalog.spec.stored': 'the text of a spec is kept; it was not told',
  'catalog.spec.told': 'a spec was told; the catalog does not remember it',
  'catalog.intake.noted': 'the commit of a hand edit is noted; it was not told',
  'catalog.intake.told': 'a hand edit was told; its files do not count as known',
  'catalog.intake.taken': 'the files of a hand edit are known; the note still stands',

  'release.make.exported': 'the tree of a release is exported; nothing says it is whole',
  'release.make.written': 'the directory of a release is whole',
  'release.start.spawned': 'a process runs and no note names it',
  'release.start.noted': 'a process runs and its note names it',
  'release.proved': 'a candidate is proved; that was not reported',
  'release.switch.stopped': 'the old release is stopped, the new one does not run on the real data',
  'release.switch.healthy': 'the new release is healthy; serving.json names the old one',
  'release.serving.written': 'serving.json names what serves now; requests do not go there yet',
  'release.switch.old-stopped': 'the new release serves, the old one is gone; nothing was reported',
  'release.report.before': 'what became of a release is about to be reported',
  'release.report.after': 'a report is accepted; the record still holds it as unreported',
  'release.file.drafted': 'a small file of releases is written beside its place',
  'release.restart.stopped': 'what served is stopped, to be started again',
  'release.restart.started': 'it is started again; that was not reported',
  'release.roll-back.stopped': 'the bad release is stopped',
  'release.roll-back.healthy': 'the good release is healthy; serving.json names the bad one',
  'release.roll-back.after': 'the good release serves; that was not reported',
  'release.discard.stopped': 'a discarded candidate is stopped; its directory stands',
  'release.discard.removed': 'a discarded release is gone',
  'release.stop.stopped': 'the processes of a service are stopped; serving.json stands',
  'release.stop.removed': 'a service is stopped and its record gone',
  'release.adopt.settled': 'what a predecessor left of a service is settled',

  'sessions.register.before': 'the former run’s work is given back; the new run is not in the journal',
  'sessions.register.after': 'a session is in the journal; its worker was not told',
  'sessions.claim.before': 'a holding is in order; its start is not in the journal',
  'sessions.claim.after': 'the start of the work is in the journal; the worker was not told',
  'sessions.submit.received': 'a bundle is here and not imported',
  'sessions.submit.imported': 'a submission is imported and not in the journal',
  'sessions.submit.committed': 'a submission is in the journal; the worker was not told',

  'worker.registered': 'a worker is registered and has its token',
  'worker.claimed': 'a ticket is claimed; there is no workspace',
  'worker.prepared': 'a workspace stands; the driver has not begun',
  'worker.driven': 'the driver is done; nothing is committed',
  'worker.kept': 'a result is on disk to be handed in',
  'worker.submit.before': 'a result is about to be handed in',
  'worker.submit.answered': 'a result was accepted; it is still kept',
  'worker.submit.settled': 'a result was accepted and is kept no more',

  'embedded-redis.start.before': 'no server runs',
  'embedded-redis.start.spawned': 'a server runs and no record names it',
  'embedded-redis.start.recorded': 'a server runs and its record names it',
  'embedded-redis.start.ready': 'a server answers; its coordinator does not know',
} as const satisfies Record<string, string>;

export type FaultPoint = keyof typeof faultPoints;

type Plan = { reached(point: FaultPoint): void };

let plan: Plan | undefined;

/** Does nothing, unless a test had this process armed. */
export function faultPoint(name: FaultPoint): void {
  if (plan !== undefined) plan.reached(name);
}

/**
 * Arms this process for the rest of its life: `<point>:<n>` kills it with SIGKILL at the n-th hit of the point, and
 * `count:<file>` adds a line with the hits of all points to the file when the process ends by itself. Undefined or
 * empty changes nothing. Throws `CONFIG_INVALID` for anything else.
 */
export function armFaultPoint(text: string | undefined): void {
  if (text === undefined || text === '' || plan !== undefined) return;
  if (text.startsWith('count:')) plan = counting(text.slice('count:'.length));
  else plan = crashing(text);
}

function crashing(text: string): Plan {
  const [name = '', hit = ''] = text.split(':');
  const left = Number(hit);
  if (!isFaultPoint(name) || !/^[1-9]\d{0,5}$/.test(hit) || text !== `${name}:${hit}`) {
    throw new AndonError(
      'CONFIG_INVALID',
      `ANDON_CRASH_AT is "${text}"; it must be <point>:<n> with n from 1, or count:<file>. The points: ${Object.keys(faultPoints).join(', ')}`,
    );
  }
  let reached = 0;
  return {
    reached(point) {
      if (point !== name) return;
      reached += 1;
      if (reached === left) die(text);
    },
  };
}

function counting(file: string): Plan {
  const hits = new Map<FaultPoint, number>();
  process.once('exit', () => appendFileSync(file, `${JSON.stringify(Object.fromEntries(hits))}\n`));
  return { reached: (point) => void hits.set(point, (hits.get(point) ?? 0) + 1) };
}

function isFaultPoint(name: string): name is FaultPoint {
  return Object.hasOwn(faultPoints, name);
}

/** Said before the kill, so that a test can tell this death from any other. Nothing of ours runs after the signal. */
function die(text: string): never {
  writeSync(2, `andon: killed at ${text}\n`);
  process.kill(process.pid, 'SIGKILL');
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (;;) Atomics.wait(never, 0, 0);
}
