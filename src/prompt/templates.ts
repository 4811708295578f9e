import type { TicketKind } from '../../machines/ticket/ticket.events.ts';

const ending = `
{{saying}}
{{guidance}}
{{data}}

{{spec}}
{{feedback}}
`;

const build = `# What to deliver

Build the service "{{service}}" as its SPEC.md asks, whole, into the folder BUILD/ of the working directory.

- Read SPEC.md first. Where it is silent, choose what is plainest.
- Change nothing outside BUILD/: what lies elsewhere is left behind. SPEC.md is the user's.
- Write tests of the behaviour the spec asks for, and a BUILD/README.md that says how to run the service.
- Commit nothing and deploy nothing: what lies in BUILD/ when you end is taken. Then Andon checks it; what you say of it counts for nothing.

{{rules}}
${ending}`;

const writeTests = `# What to deliver

The service "{{service}}" lies in BUILD/ of the working directory and has no tests that count. Write them, into BUILD/.

- Test what SPEC.md asks for, not what the code happens to do: each requirement, its refusals and its edges.
- Change the code under test only where a test shows that it breaks the spec.
- Change nothing outside BUILD/: what lies elsewhere is left behind. Commit nothing: what lies in BUILD/ when you end is taken.

{{rules}}
${ending}`;

const fix = `# What to deliver

The service "{{service}}" in BUILD/ of the working directory does not hold its checks. Mend it, in BUILD/; what was found is at the end.

- Find the cause before you change anything. Mend the code; change a test only where it asks for what SPEC.md does not.
- Remove, skip or loosen no test: that is found, and counts as tampering.
- Change nothing outside BUILD/: what lies elsewhere is left behind. Commit nothing: what lies in BUILD/ when you end is taken.

{{rules}}
${ending}`;

const writeSpec = `# What to deliver

Write the file SPEC.md of the service "{{service}}" in the working directory, so that another can build it without asking.

- What stands in it already is the user's: add what is missing, change and remove nothing.
- Where you have to choose, choose the smallest thing that is of use, and say what you chose.
- Change no other file. Commit nothing: SPEC.md as it lies there when you end is taken.

{{rules}}
${ending}`;

const other = `# What to deliver

Do what this {{kind}} ticket of the service "{{service}}" asks for.

{{rules}}
${ending}`;

/** The templates Andon brings, by kind of ticket. */
export const shippedTemplates: Readonly<Record<TicketKind, string>> = {
  build,
  fix,
  'write-tests': writeTests,
  'write-spec': writeSpec,
  deploy: other,
  stage: other,
};
