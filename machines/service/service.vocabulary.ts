import { blockDeeds } from './deeds/block.deeds.ts';
import { changeDeeds } from './deeds/change.deeds.ts';
import { contestDeeds } from './deeds/contest.deeds.ts';
import { entryDeeds } from './deeds/entry.deeds.ts';
import { gateDeeds } from './deeds/gate.deeds.ts';
import { ladderDeeds } from './deeds/ladder.deeds.ts';
import { peopleDeeds } from './deeds/people.deeds.ts';
import { releaseDeeds } from './deeds/release.deeds.ts';
import { ticketDeeds } from './deeds/ticket.deeds.ts';
import { treeDeeds } from './deeds/tree.deeds.ts';
import { contestGuards } from './guards.contest.ts';
import { liveGuards } from './guards.live.ts';
import { peopleGuards } from './guards.people.ts';
import { treeGuards } from './guards.tree.ts';
import { workGuards } from './guards.work.ts';
import { serviceSetup } from './service.setup.ts';

/** Every word the charts of the service machine are written in. */
export const service = serviceSetup.extend({
  actions: {
    ...treeDeeds,
    ...changeDeeds,
    ...ticketDeeds,
    ...gateDeeds,
    ...releaseDeeds,
    ...ladderDeeds,
    ...blockDeeds,
    ...contestDeeds,
    ...entryDeeds,
    ...peopleDeeds,
  },
  guards: { ...treeGuards, ...workGuards, ...liveGuards, ...contestGuards, ...peopleGuards },
});
