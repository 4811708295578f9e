import type { LinePromise } from '../watch.ts';

/** Whatever stands still says why: a blocked service its reason and the ways out, an open ticket why nobody has it. */
export const reasonsAreSaid: LinePromise = {
  name: 'whatever stands says why',
  watch(judge) {
    const open = new Set<string>();
    return {
      step(step) {
        const { id } = step;
        if (step.kind === 'ticket') {
          if (step.after.state === 'open') open.add(id);
          else open.delete(id);
        }
        if (step.kind !== 'service' || step.after.line !== 'blocked') return;
        const { block } = step.after.context;
        judge(isSaid(block?.text), () => `${id} is blocked and does not say why`);
        judge(
          block !== null && block.ways.length > 0 && block.ways.every(isSaid),
          () => `${id} is blocked (${block?.code}) and names no way out`,
        );
      },
      end({ settled, waiting }) {
        const said = new Map(waiting.map(({ ticket, reasons }) => [ticket, reasons]));
        for (const ticket of settled ? open : []) {
          const reasons = said.get(ticket) ?? [];
          judge(reasons.length > 0 && reasons.every(isSaid), () => `${ticket} waits, and nobody knows why`);
        }
      },
    };
  },
};

function isSaid(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}
