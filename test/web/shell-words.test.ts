import { describe, expect, it } from 'vitest';
import { stepsDone } from '../../web/src/shell/first-run/steps.ts';
import { pageTitle } from '../../web/src/shell/page-title.ts';
import { isAt } from '../../web/src/shell/places.ts';
import { fromLocal, toLocal } from '../../web/src/shell/time/local-time.ts';
import { ScriptedLine, serviceState, sessionState } from '../board/scripted-line.ts';
import { shipped } from '../browser/example-line.ts';

describe('the tab', () => {
  it.each([
    ['/', undefined, 0, 'Andon'],
    ['/', undefined, 3, '(3) Andon'],
    ['/services/a%20b', undefined, 0, 'a b – Andon'],
    ['/services/quotes', 'log', 1, '(1) quotes: log – Andon'],
    ['/services/quotes', 'overview', 0, 'quotes – Andon'],
    ['/specs/new', undefined, 0, 'New spec – Andon'],
    ['/specs/quotes', undefined, 0, 'Edit quotes – Andon'],
    ['/figures', undefined, 0, 'Metrics – Andon'],
  ])('of %s with tab %s and %s calls is “%s”', (path, tab, calls, title) => {
    expect(pageTitle(path, tab, calls)).toBe(title);
  });

  it('is at the line for a service of it', () => {
    expect(isAt('/', '/services/quotes')).toBe(true);
    expect(isAt('/sessions', '/sessions')).toBe(true);
    expect(isAt('/', '/sessions')).toBe(false);
  });
});

describe('a moment in a field of date and time', () => {
  it('is the same second when it is read back', () => {
    const at = Date.UTC(2026, 10, 21, 16, 48, 23);
    expect(fromLocal(toLocal(at))).toBe(at + 999);
    expect(fromLocal('')).toBeUndefined();
  });
});

describe('the first steps', () => {
  const steps = (...states: Parameters<ScriptedLine['commit']>) => {
    const line = new ScriptedLine();
    line.commit(...states);
    return stepsDone({ services: line.views().services(), sessions: line.views().sessions() });
  };

  it('tick themselves one by one', () => {
    expect(steps()).toEqual({ worker: false, spec: false, production: false });
    expect(steps(sessionState('s1'))).toEqual({ worker: true, spec: false, production: false });
    expect(steps(serviceState('idea', 'spec.missing'))).toMatchObject({ spec: false });
    expect(steps(serviceState('idea', 'build.awaiting'))).toMatchObject({ spec: true, production: false });
    expect(steps(shipped('done'))).toMatchObject({ spec: true, production: true });
  });

  it('do not count a worker that is away', () => {
    expect(steps(sessionState('s1', 'silent')).worker).toBe(false);
    expect(steps(sessionState('s1', 'gone')).worker).toBe(false);
  });
});
