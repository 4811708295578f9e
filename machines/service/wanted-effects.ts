import { changeOf } from './facts.ts';
import type { BuildEntry, ServiceContext } from './service.context.ts';
import type { ServiceEffect } from './service.effects.ts';

/**
 * The effects whose answer a service awaits, made from its context alone: so the one asked first and the one asked
 * again by reconcile are the same, under the same id.
 */

type Of<T extends ServiceEffect['type']> = Extract<ServiceEffect, { type: T }>;

/** Throws when no verification is under way. */
export function verifyEffect(context: ServiceContext): Of<'verify'> {
  const { verification, ticket, change } = context;
  if (!verification) throw new TypeError('no verification is under way');
  const isSpecWork = verification.gate === 'spec';
  return {
    type: 'verify',
    verification: verification.id,
    gate: verification.gate,
    change: isSpecWork ? context.changes + 1 : changeOf(context).n,
    commit: verification.commit,
    spec: isSpecWork ? (context.spec?.hash ?? '') : changeOf(context).spec.hash,
    ticket: ticket?.id ?? null,
    session: ticket?.session ?? change?.builder ?? null,
    cause: change?.cause ?? 'spec',
    base: change?.base ?? null,
    baseRecord: change?.baseRecord ?? null,
    parent: change?.parent ?? null,
  };
}

/** One of several builds that is looked at. Throws when it is not. */
export function verifyEntryEffect(context: ServiceContext, entry: BuildEntry): Of<'verify'> {
  const { verification, commit, ticket, session, parent } = entry;
  if (!verification || commit === null) throw new TypeError(`nothing of ${ticket} is verified`);
  const { n, spec, cause, base, baseRecord } = changeOf(context);
  const { id, gate } = verification;
  const asked = { type: 'verify', verification: id, gate, change: n, commit, spec: spec.hash } as const;
  return { ...asked, ticket, session, cause, base, baseRecord, parent };
}

/** The accepted spec on its way into SPEC.md. Throws when none was accepted. */
export function publishSpecEffect(context: ServiceContext): Of<'publish'> {
  const { verification } = context;
  if (verification?.gate !== 'spec') throw new TypeError('no spec was accepted');
  return { type: 'publish', commit: verification.commit, change: context.changes + 1, what: 'spec' };
}

/** Throws when no release of the change is under way. */
export function deployEffect(context: ServiceContext): Of<'deploy'> {
  const { release, commit, record, n, spec } = changeOf(context);
  if (release === null || commit === null || record === null) {
    throw new TypeError('a release needs an id, a commit and its passed record');
  }
  return {
    type: 'deploy',
    release,
    commit,
    change: n,
    record,
    secrets: spec.secrets,
    services: spec.services,
  };
}

export function switchEffect(context: ServiceContext): Of<'switchRelease'> {
  const { candidate, release } = context.live;
  if (!candidate) throw new TypeError('no release was proved');
  return { type: 'switchRelease', release: candidate.id, from: release?.id ?? null };
}

export function restartEffect(context: ServiceContext): Of<'restartRelease'> {
  return { type: 'restartRelease', release: servingOf(context).id };
}

export function rollBackEffect(context: ServiceContext): Of<'rollBack'> {
  const { asked, lastGood } = context.live;
  const to = asked?.to ?? lastGood;
  if (!to) throw new TypeError('there is no release to go back to');
  return { type: 'rollBack', from: servingOf(context).id, to: to.id, keep: asked !== null };
}

function servingOf(context: ServiceContext) {
  if (!context.live.release) throw new TypeError('nothing serves');
  return context.live.release;
}
