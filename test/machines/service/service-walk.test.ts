import { describe, expect, it } from 'vitest';
import { openContest, openTicketsOf } from '../../../machines/service/contest.ts';
import { isApprovalAwaited } from '../../../machines/service/facts.ts';
import type { ServiceEffect } from '../../../machines/service/service.effects.ts';
import { serviceEffect } from '../../../machines/service/service.effects.ts';
import { serviceStillWants, serviceWants } from '../../../machines/service/wants.ts';
import { lineStates, meaningOf } from '../../../machines/states.ts';
import { restore, stateOf, versionOf } from '../../../machines/step.ts';
import type { Service } from '../given.ts';
import { answers, flags } from './service-events.ts';
import { walk } from './walk.ts';

const { services, edges } = walk(8_000);

/** The facts that do not hold, so that one run names them all. */
function broken(
  fact: (service: Service) => boolean | undefined,
  among: readonly Service[] = services,
): string[] {
  return among
    .filter((service) => fact(service) === false)
    .map((service) => `${service.line} / ${service.live}`)
    .slice(0, 5);
}

const awaited = new Set(['verify', 'deploy', 'switchRelease', 'restartRelease', 'rollBack']);
const opened = (effects: readonly ServiceEffect[]) =>
  effects.flatMap((effect) => (effect.type === 'openTicket' ? [effect.ticket] : []));

describe('every service that can be reached', () => {
  it('reaches every state of both regions', () => {
    expect(new Set(services.map((service) => service.line))).toEqual(
      new Set([...Object.keys(lineStates), 'blocked']),
    );
    expect(new Set(services.map((service) => service.live))).toEqual(
      new Set(['none', 'healthy', 'unhealthy', 'restarting', 'rollingBack', 'down', 'missing']),
    );
  });

  it('is walked to the end, so that no state is left untried', () => {
    expect(services.length).toBeLessThan(8_000);
  });

  it('awaits somebody or something, or says why it stands', () => {
    const silent = broken(({ line, context }) => {
      if (line === 'blocked') return context.block !== null && context.block.text !== '';
      if (line.endsWith('.verifying')) return context.verification !== null;
      if (line === 'build.competing') {
        return openContest(context)?.entries.some(({ settled }) => settled === null) === true;
      }
      if (/build\.(awaiting|working)|test\.(writing|fixing)|spec\.incomplete/.test(line)) {
        return context.ticket !== null;
      }
      if (/release\.(deploying|proving|switching)/.test(line)) return context.change?.release != null;
      if (line === 'release.awaiting') {
        return !context.present || context.live.rung === 'rollingBack' || isApprovalAwaited(context);
      }
      if (line === 'unknown') return context.unknown !== null;
      return true;
    });
    expect(silent).toEqual([]);
  });

  it('names the ways out of every block', () => {
    expect(broken(({ context }) => context.block === null || context.block.ways.length > 0)).toEqual([]);
  });

  it('is blocked with a reason or not blocked at all', () => {
    expect(broken(({ line, context }) => (line === 'blocked') === (context.block !== null))).toEqual([]);
  });

  it('means something to people', () => {
    const unknown = broken(({ line, context }) => {
      const { phase, sentence } = meaningOf({ line, context });
      return (phase === 'UNKNOWN') === (line === 'unknown') && sentence !== '';
    });
    expect(unknown).toEqual([]);
  });

  it('can be stored and read again', () => {
    const lost = broken((service) => {
      const stored: unknown = JSON.parse(JSON.stringify(service.snapshot));
      const back = restore('service', stored, versionOf('service'));
      return JSON.stringify(stateOf(back)) === JSON.stringify(stateOf(service.snapshot));
    });
    expect(lost).toEqual([]);
  });

  it('ignores every answer to a question that is over', () => {
    const taken = services.flatMap((service) =>
      answers
        .filter((answer) => !service.when(answer.event(service, true)).ignored)
        .map((answer) => `${service.line} / ${service.live}: ${answer.name}`),
    );
    expect(taken).toEqual([]);
  });

  it('keeps its state when it is paused, resumed or renamed', () => {
    const moved = services.flatMap((service) =>
      flags
        .map((flag) => service.when(flag.event(service, false)))
        .filter((after) => after.line !== service.line || after.live !== service.live)
        .map((after) => `${service.line} → ${after.line}`),
    );
    expect(moved).toEqual([]);
  });

  it('has a candidate only while it switches, and never one that is held', () => {
    expect(
      broken(({ line, context }) => (context.live.candidate !== null) === (line === 'release.switching')),
    ).toEqual([]);
    expect(
      broken(({ context }) => !context.live.held.includes(context.live.candidate?.commit ?? '-')),
    ).toEqual([]);
  });

  it('serves something in every state but none', () => {
    expect(broken(({ live, context }) => (live === 'none') === (context.live.release === null))).toEqual([]);
  });
});

describe('every edge', () => {
  const reached = edges.map((edge) => edge.to);

  it('asks only for effects of the contract', () => {
    const wrong = edges.flatMap((edge) =>
      edge.to.effects
        .filter((effect) => !serviceEffect.safeParse(effect).success)
        .map((effect) => `${edge.case.name}: ${JSON.stringify(effect)}`),
    );
    expect(wrong).toEqual([]);
  });

  it('opens one ticket at most but for several builds, and remembers what it opened', () => {
    const several = ({ line, context }: Service) =>
      line === 'build.competing' ? (context.contest?.entries.length ?? 0) : 1;
    expect(broken((service) => opened(service.effects).length <= several(service), reached)).toEqual([]);
    expect(
      broken(
        ({ effects, context }) => opened(effects).every((ticket) => openTicketsOf(context).includes(ticket)),
        reached,
      ),
    ).toEqual([]);
  });

  it('bars a build to whoever has a sibling of it, and to nobody else', () => {
    const bars = new Map<string, string>();
    const wrong = broken(({ effects, context }) => {
      const contest = openContest(context);
      return effects.every((effect) => {
        if (effect.type !== 'barTicket') return true;
        const others = contest?.entries.filter(({ ticket }) => ticket !== effect.ticket) ?? [];
        bars.set(effect.ticket, effect.sessions.join());
        return effect.sessions.join() === others.flatMap(({ session }) => session ?? []).join();
      });
    }, reached);
    expect(wrong).toEqual([]);
    expect(new Set(bars.values()).size).toBeGreaterThan(1);
  });

  it('keeps a build whose record is its own, and leaves the others readable', () => {
    const wrong = broken(({ context: { contest, change } }) => {
      if (contest?.end !== 'chosen') return true;
      const kept = contest.entries.find(({ ticket }) => ticket === contest.choice?.ticket);
      return (
        kept !== undefined && contest.entries.every(({ settled }) => settled !== null) && change !== null
      );
    }, reached);
    expect(wrong).toEqual([]);
  });

  it('never opens a second ticket while one is open', () => {
    const doubled = edges
      .filter(({ from, to }) => {
        // A merge begins when the builds it is made of are all done with.
        const before = openTicketsOf(from.context);
        if (before.length === 0 || !to.asks.includes('openTicket')) return false;
        const ended = ['acceptTicket', 'cancelTicket'];
        return !before.every((ticket) =>
          to.effects.some(
            (effect) => ended.includes(effect.type) && 'ticket' in effect && effect.ticket === ticket,
          ),
        );
      })
      .filter(({ case: { name } }) => !/Exhausted|Contradicted/.test(name))
      .map(({ from, case: { name }, to }) => `${from.line} – ${name} → ${to.line}`);
    expect(doubled).toEqual([]);
  });

  it('deploys only what has a passed record and is not held', () => {
    const wrong = broken(
      ({ effects, context }) =>
        effects.every(
          (effect) =>
            effect.type !== 'deploy' ||
            (effect.record === context.change?.record && !context.live.held.includes(effect.commit)),
        ),
      reached,
    );
    expect(wrong).toEqual([]);
  });

  it('wants what it has just asked for, under the same id', () => {
    const wrong = broken((service) => {
      const wanted = serviceWants(service.snapshot).map((effect) => JSON.stringify(effect));
      return service.effects
        .filter((effect) => awaited.has(effect.type))
        .every(
          (effect) => wanted.includes(JSON.stringify(effect)) && serviceStillWants(service.snapshot, effect),
        );
    }, reached);
    expect(wrong).toEqual([]);
  });

  it('wants only what it asked for once', () => {
    const asked = new Set(
      reached.flatMap((service) => service.effects.map((effect) => JSON.stringify(effect))),
    );
    const invented = broken(
      (service) => serviceWants(service.snapshot).every((effect) => asked.has(JSON.stringify(effect))),
      reached,
    );
    expect(invented).toEqual([]);
  });

  it('never loses what waits for its turn, but by taking it, or by something newer', () => {
    const lost = edges
      .filter(({ from, to }) => {
        const edit = from.context.pending.handEdit;
        return edit !== null && to.context.pending.handEdit === null && to.context.change?.commit !== edit;
      })
      .map(({ from, case: { name }, to }) => `${from.line} – ${name} → ${to.line}`)
      .filter((text) => !text.includes('ServiceRetired'));
    expect(lost).toEqual([]);
  });
});
