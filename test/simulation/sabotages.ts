/** One edit of our own source: `from` stands there exactly once. */
export type Patch = { readonly file: string; readonly from: string; readonly to: string };

/** A safeguard taken away, and the promises one of which must then be found broken. */
export type Sabotage = {
  readonly name: string;
  readonly patches: readonly Patch[];
  readonly breaks: readonly string[];
  /** A seed that noticed; where the world has changed since, others do. */
  readonly seed: number;
};

const settles = 'everything reaches PRODUCTION or says why not';
const inTime = 'the line settles in time';
const replay = 'state is the replay of the journal';

/** What keeps the line's promises, each taken away in turn: if the simulation does not notice, it proves nothing. */
export const sabotages: readonly Sabotage[] = [
  {
    name: 'no fencing check',
    patches: [
      { file: 'src/sessions/holdings.ts', from: 'if (token < context.token) {', to: 'if (false) {' },
      {
        file: 'machines/ticket/ticket.guards.ts',
        from: '    event.token === context.token &&\n    event.session === context.holder',
        to: '    event.session === context.holder',
      },
    ],
    breaks: ['no write is accepted with an old token', 'one effective completion per token'],
    seed: 1,
  },
  {
    name: 'effects performed before the commit',
    patches: [
      {
        file: 'src/coordinator/coordinator.ts',
        from: '        await store.commit(batch);',
        to: '        this.#performer.owe(batch.outbox);\n        await Promise.resolve().then(() => undefined).then(() => undefined);\n        await store.commit(batch);',
      },
    ],
    breaks: ['only what was committed is performed'],
    seed: 1,
  },
  {
    name: 'acknowledged before the commit',
    patches: [
      {
        file: 'src/coordinator/coordinator.ts',
        from: '        await store.commit(batch);',
        to: '        group.settle();\n        await store.commit(batch);',
      },
    ],
    breaks: ['acknowledged means committed'],
    seed: 12,
  },
  {
    name: 'memory changed before the commit',
    patches: [
      {
        file: 'src/coordinator/coordinator.ts',
        from: '        await store.commit(batch);',
        to: '        for (const machine of group.staged.values()) this.table.apply(machine);\n        await store.commit(batch);',
      },
    ],
    breaks: [replay, 'the journal is whole', 'boards equal the truth', settles, inTime],
    seed: 12,
  },
  {
    name: 'what is owed is forgotten on start',
    patches: [
      {
        file: 'src/coordinator/coordinator.ts',
        from: 'this.#performer.owe(store.owedEffects());',
        to: '',
      },
    ],
    breaks: ['what was decided is done', settles, inTime],
    seed: 23,
  },
  {
    name: 'timers are not armed again on start',
    patches: [
      {
        file: 'src/coordinator/coordinator.ts',
        from: 'this.#timers.arm(await livingTimers(store, (stream) => this.table.get(stream) !== undefined, log));',
        to: '',
      },
    ],
    breaks: [settles, inTime],
    seed: 12,
  },
  {
    name: 'nothing is reconciled',
    patches: [
      {
        file: 'src/app/reconciling.ts',
        from: 'for (const { effect, stream } of [...coordinator.awaited()]) {',
        to: 'for (const { effect, stream } of [...coordinator.awaited()].slice(0, 0)) {',
      },
    ],
    breaks: [settles, inTime],
    seed: 8,
  },
  {
    name: 'the tree is never swept',
    patches: [
      {
        file: 'src/catalog/intake.ts',
        from: '    if (this.#closed) return;\n    try {',
        to: '    if (!this.#closed) return;\n    try {',
      },
    ],
    breaks: [settles, inTime, 'nothing leaks'],
    seed: 12,
  },
  {
    name: 'leases by the wall clock',
    patches: [
      {
        file: 'src/sessions/leases.ts',
        from: 'renew: (ticket, token) => void beats.set(key(ticket, token), clock.monotonic()),',
        to: 'renew: (ticket, token) => void beats.set(key(ticket, token), clock.now()),',
      },
      {
        file: 'src/sessions/leases.ts',
        from: '      const now = clock.monotonic();\n      const graceUntil = grace.observe();',
        to: '      const now = clock.now();\n      const graceUntil = grace.observe();',
      },
      {
        file: 'src/sessions/grace.ts',
        from: '|| drift > limits.leaseSweepMs) extend();',
        to: ') extend();',
      },
    ],
    breaks: ['no lease ends while its holder beats'],
    seed: 3,
  },
  {
    name: 'no grace after a start',
    patches: [
      {
        file: 'src/sessions/grace.ts',
        from: 'return down ? Number.POSITIVE_INFINITY : until;',
        to: 'return 0;',
      },
      {
        file: 'src/sessions/leases.ts',
        from: 'const at = beats.get(name) ?? now;',
        to: 'const at = beats.get(name) ?? 0;',
      },
    ],
    breaks: ['no lease ends while its holder beats'],
    seed: 1,
  },
  {
    name: 'any verdict will do',
    patches: [
      {
        file: 'machines/service/guards.work.ts',
        from: '    event.verification === context.verification?.id &&\n',
        to: '    context.verification !== null &&\n',
      },
    ],
    breaks: [
      'nothing is deployed without a passing verification of exactly those bytes',
      'only what was deployed serves',
    ],
    seed: 12,
  },
  {
    name: 'the digest of a record is not checked',
    patches: [
      {
        file: 'src/release/deploy-refusal.ts',
        from: 'if (found.commit !== commit) return',
        to: 'if (found.commit === "") return',
      },
    ],
    breaks: ['nothing is deployed without a passing verification of exactly those bytes'],
    seed: 79,
  },
  {
    name: 'nothing that failed is held',
    patches: [
      {
        file: 'machines/service/deeds/release.deeds.ts',
        from: 'return marks.length === 0 ? held : [...held, ...marks];',
        to: 'return held;',
      },
    ],
    breaks: ['a bad commit stays held', 'rollback goes to the last known good'],
    seed: 18,
  },
  {
    name: 'a rollback goes to whatever served once',
    patches: [
      {
        file: 'machines/service/deeds/release.deeds.ts',
        from: 'serve: deed((context, event) => served(context, event.at, context.live.lastGood)),',
        to: 'serve: deed((context, event) => served(context, event.at, context.live.release)),',
      },
    ],
    breaks: ['rollback goes to the last known good'],
    seed: 77,
  },
  {
    name: 'a board takes deltas whatever their number',
    patches: [
      {
        file: 'web/src/live/board-state.ts',
        from: 'if (board.epoch !== delta.epoch || delta.n > board.n + 1) return',
        to: 'if (board.epoch !== delta.epoch) return',
      },
    ],
    breaks: ['boards equal the truth', 'the board equals the state'],
    seed: 1,
  },
  {
    name: 'a pause holds nothing back',
    patches: [
      {
        file: 'src/coordinator/committed-machines.ts',
        from: 'if (!gated.has(effect.type)) return false;',
        to: 'if (effect.type !== "") return false;',
      },
    ],
    breaks: ['a pause holds back'],
    seed: 19,
  },
  {
    name: 'attempts without end',
    patches: [
      {
        file: 'machines/ticket/ticket.guards.ts',
        from: 'context.failures >= context.attemptsAllowed ||',
        to: 'context.attemptsAllowed < 0 ||',
      },
    ],
    breaks: ['attempts are bounded', 'no hot loop'],
    seed: 177,
  },
  {
    name: 'a session is given more than it has slots',
    patches: [
      {
        file: 'src/coordinator/match-party.ts',
        from: 'freeSlots: Math.max(0, context.slots - context.holding.length),',
        to: 'freeSlots: context.slots,',
      },
    ],
    breaks: ['a session holds at most its slots, and only what it can do'],
    seed: 1,
  },
  {
    name: 'the older of two snapshots of one commit is kept',
    patches: [
      {
        file: 'src/coordinator/run-to-completion.ts',
        from: '      snapshots.set(machine.stream, {',
        to: '      if (!snapshots.has(machine.stream)) snapshots.set(machine.stream, {',
      },
    ],
    breaks: [replay, 'the journal is whole'],
    seed: 1,
  },
  // What the simulation found and was mended, undone again.
  {
    name: 'an accepted spec is published once, whatever becomes of it',
    patches: [
      { file: 'machines/service/wants.ts', from: "  'spec.publishing': publishSpecEffect,\n", to: '' },
    ],
    breaks: [settles, inTime],
    seed: 782,
  },
  {
    name: 'what could not be struck from the outbox stays there',
    patches: [{ file: 'src/coordinator/effect-performer.ts', from: 'this.#unmarked = ids;', to: '' }],
    breaks: ['nothing leaks'],
    seed: 26,
  },
  {
    name: 'bytes that failed are known by their commit alone',
    patches: [
      {
        file: 'machines/service/facts.ts',
        from: ' || (digest != null && held.includes(digest))',
        to: '',
      },
    ],
    breaks: ['a bad commit stays held'],
    seed: 19,
  },
  {
    name: 'what is accepted while the directory is away is written nowhere',
    patches: [
      { file: 'machines/service/deeds/tree.deeds.ts', from: 'emit: isAccepted(context)', to: 'emit: false' },
    ],
    breaks: ['nothing leaks'],
    seed: 61,
  },
  {
    name: 'work that fails now and then passes',
    patches: [
      {
        file: 'machines/service/guards.work.ts',
        from: "isPassed: ({ context, event }: Asked) => isVerdict(context, event, 'passed'),",
        to: "isPassed: ({ context, event }: Asked) => isVerdict(context, event, 'passed') || isVerdict(context, event, 'flaky'),",
      },
    ],
    breaks: ['nothing is deployed without a passing verification of exactly those bytes'],
    seed: 1,
  },
  {
    name: 'one session builds what is compared with its own',
    patches: [
      {
        file: 'machines/service/contest.ts',
        from: '  return [...new Set(others.flatMap(({ session }) => session ?? []))];',
        to: '  return others.length > 9 ? [...new Set(others.flatMap(({ session }) => session ?? []))] : [];',
      },
    ],
    breaks: ['builds that are compared come from different sessions'],
    seed: 1,
  },
  {
    name: 'several builds wait for one that nobody can take',
    patches: [
      {
        file: 'machines/service/guards.contest.ts',
        from: "isTimer(event, 'contest') &&",
        to: "isTimer(event, 'never') &&",
      },
    ],
    breaks: [settles, inTime],
    seed: 66,
  },
  {
    name: 'work is given out over the budget of the day',
    patches: [
      {
        file: 'machines/policy/open-budget-gate.ts',
        from: '    if (limit === null) return null;',
        to: '    return null;',
      },
    ],
    breaks: ['what work may cost is kept to, and counted right'],
    seed: 11,
  },
  {
    name: 'what is set aside for work under way is given out again',
    patches: [
      {
        file: 'machines/policy/budget.ts',
        from: 'held[unit] + Math.max(0, aside[unit] - (used[unit] ?? 0));',
        to: 'held[unit];',
      },
    ],
    breaks: ['what work may cost is kept to, and counted right'],
    seed: 11,
  },
  // Accounts, deaths, money.
  {
    name: 'whoever rests is given work',
    patches: [
      {
        file: 'src/coordinator/match-party.ts',
        from: '(account === null ? undefined : accounts[account]) ??',
        to: 'undefined ??',
      },
    ],
    breaks: ['nobody is given work who rests'],
    seed: 8,
  },
  {
    name: 'the breaker holds nothing back',
    patches: [
      {
        file: 'src/coordinator/assigner.ts',
        from: 'if (this.#line.paused || this.#line.breaker) return [];',
        to: 'if (this.#line.paused) return [];',
      },
      {
        file: 'src/coordinator/assigner.ts',
        from: 'breaker: this.#line.breaker,',
        to: 'breaker: null,',
      },
    ],
    breaks: ['nobody is given work who rests'],
    seed: 1,
  },
  {
    name: 'what is declared is taken for what is there',
    patches: [
      {
        file: 'machines/policy/match-crew.ts',
        from: 'isReady(member) && missing(member, words) === undefined',
        to: 'isReady(member)',
      },
    ],
    breaks: ['a session holds at most its slots, and only what it can do'],
    seed: 23,
  },
  {
    name: 'a drained session is given work',
    patches: [
      {
        file: 'src/coordinator/match-party.ts',
        from: "draining: state === 'draining',",
        to: 'draining: false,',
      },
    ],
    breaks: ['a session holds at most its slots, and only what it can do'],
    seed: 21,
  },
  {
    name: 'a limit of the provider counts a try',
    patches: [
      {
        file: 'machines/ticket/ticket.guards.ts',
        from: "event.class !== 'work' && saidByHolder",
        to: "event.class === 'environment' && saidByHolder",
      },
    ],
    breaks: ['what blames nobody counts no try'],
    seed: 8,
  },
  {
    name: 'poison goes from hand to hand',
    patches: [
      {
        file: 'machines/ticket/ticket.guards.ts',
        from: 'context.expiries >= context.deathsAllowed',
        to: 'context.expiries > 9',
      },
    ],
    breaks: ['attempts are bounded'],
    seed: 1,
  },
  {
    name: 'what is set aside for a lost holding stays aside',
    patches: [
      {
        file: 'machines/ticket/spending.ts',
        from: 'if (context.holder === null || context.submittedAt !== null)',
        to: 'if (context.holder === null || context.submittedAt !== null || !context.started)',
      },
    ],
    breaks: ['what work may cost is kept to, and counted right'],
    seed: 8,
  },
  {
    name: 'who waits for money does not say so',
    patches: [
      {
        file: 'src/coordinator/assigner.ts',
        from: 'if (answer.ofAll) this.#reasons.set(wish, answer.reasons);',
        to: 'if (!answer.ofAll) return [];',
      },
    ],
    breaks: ['whatever waits says why, always'],
    seed: 5,
  },
  {
    name: 'a holding ends and what was set aside stays so',
    patches: [
      {
        file: 'machines/policy/spend.ts',
        from: '  const { [event.ticket]: _over, ...open } = spend.open;',
        to: '  const open = spend.open;',
      },
    ],
    breaks: ['what work may cost is kept to, and counted right'],
    seed: 2,
  },
  // What people do to services.
  {
    name: 'nobody is asked before production',
    patches: [
      {
        file: 'machines/service/guards.work.ts',
        from: 'isFreeToDeploy(context) && !needsApproval(context)',
        to: 'isFreeToDeploy(context)',
      },
    ],
    breaks: ['nothing goes to production without the word it needs'],
    seed: 3,
  },
  {
    name: 'who approved one commit approved the next',
    patches: [
      {
        file: 'machines/service/facts.ts',
        from: 'change?.commit == null || change.approved?.commit !== change.commit;',
        to: 'change?.commit == null || change.approved == null;',
      },
    ],
    breaks: ['nothing goes to production without the word it needs'],
    seed: 22,
  },
  {
    name: 'what waits does not hear that people want it first',
    patches: [
      {
        file: 'machines/service/deeds/people.deeds.ts',
        from: 'emit: openTicketsOf(context).map(',
        to: 'emit: openTicketsOf(context).slice(1).map(',
      },
    ],
    breaks: ['a ticket is as urgent as people said'],
    seed: 29,
  },
  {
    name: 'an operator is sent where the ladder would go',
    patches: [
      {
        file: 'machines/service/wanted-effects.ts',
        from: 'const to = asked?.to ?? lastGood;',
        to: 'const to = lastGood ?? asked?.to;',
      },
    ],
    breaks: ['rollback goes to the last known good'],
    seed: 22,
  },
];
