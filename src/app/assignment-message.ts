import { join } from 'node:path';
import type { TicketContext } from '../../machines/ticket/ticket.context.ts';

/** What a session is told when it is given a ticket: `BUILD ASSIGNED: <service>` and seven instructions. */
export type AssignmentMessage = { readonly subject: string; readonly body: string };

const words: Readonly<Record<TicketContext['kind'], string>> = {
  'write-spec': 'SPEC',
  build: 'BUILD',
  'write-tests': 'TESTS',
  fix: 'FIX',
  deploy: 'DEPLOY',
  stage: 'STAGE',
};

/**
 * `inTree`: the session works in the service's own directory, as sessions of files do; the others have a workspace.
 * `servicesRoot` is where the services are. Pure.
 */
export function assignmentMessage(
  ticket: TicketContext,
  servicesRoot: string,
  { inTree }: { inTree: boolean },
): AssignmentMessage {
  const word = words[ticket.kind];
  const { name } = ticket.service;
  const hours = Math.max(1, Math.round(ticket.deadlineMs / 3_600_000));
  const body = [
    `You are assigned to ${word.toLowerCase()} ${name} (ticket ${ticket.id}).`,
    '',
    `SPEC: ${join(servicesRoot, name, 'SPEC.md')}`,
    `DEADLINE: ${hours === 1 ? '1 hour' : `${hours} hours`}`,
    ...(ticket.feedback.length > 0
      ? ['', 'WHAT THE LAST TRY LACKED:', ...ticket.feedback.slice(0, 20).map((line) => `- ${oneLine(line)}`)]
      : []),
    '',
    '1. Read SPEC.md thoroughly',
    '2. Follow ASSEMBLY_LINE_SOP.md, where there is one',
    `3. Create the BUILD/ structure in ${inTree ? join(servicesRoot, name) : 'your workspace'}`,
    '4. Implement to the spec',
    '5. Write tests (>80 % coverage)',
    inTree
      ? '6. Update the README with your progress, outside the block that Andon keeps; say what you do in current_work of your session'
      : '6. Report your progress: the README follows it',
    inTree
      ? '7. When it is complete, broadcast it and set current_work to null: Andon then takes what is in BUILD/ and verifies it'
      : '7. When it is complete, hand it in: Andon verifies it and tells everybody',
    '',
    'START NOW.',
  ].join('\n');
  return { subject: `${word} ASSIGNED: ${name}`.slice(0, 100), body: body.slice(0, 10_000) };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 500);
}
