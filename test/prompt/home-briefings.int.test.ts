import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BriefingFacts } from '../../src/prompt/briefing.port.ts';
import { createHomeBriefings } from '../../src/prompt/home-briefings.ts';

const facts: BriefingFacts = {
  ...{ ticket: 't-1', kind: 'build', service: { id: 's1', name: 'notes' }, change: 1, attempt: 1 },
  ...{ spec: '# Notes', feedback: [], base: 'a'.repeat(40), dueAt: 0 },
};

describe('the briefings of a home', () => {
  let place: string;
  let notes: string[];
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'andon-prompt-'));
    notes = [];
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  const file = (path: string, text: string | Buffer): void => {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), text);
  };
  const briefing = (more: Partial<BriefingFacts> = {}, built: readonly string[] = []) =>
    createHomeBriefings({
      services: join(place, 'SERVICES'),
      templates: join(place, 'prompts'),
      coverage: 80,
      verification: { coverage: 70 },
      builtPaths: async () => built,
      onNote: (_service, note) => notes.push(note),
    }).of({ ...facts, ...more });

  it('need no file at all', async () => {
    const { prompt, guidance } = await briefing();
    expect(prompt).toContain('more than 70 %');
    expect(guidance).toEqual([]);
    expect(notes).toEqual([]);
  });

  it('take the template of the service before that of the home before the shipped one', async () => {
    file('prompts/build.md', 'Of the home.');
    expect((await briefing()).prompt).toContain('Of the home.');
    file('SERVICES/notes/prompts/build.md', 'Of the service.');
    expect((await briefing()).prompt).toContain('Of the service.');
    expect((await briefing({ kind: 'fix' })).prompt).toContain('does not hold its checks');
  });

  it('say which line of a template is wrong', async () => {
    file('SERVICES/notes/prompts/build.md', 'a\n{{wrong}}');
    expect((await briefing()).prompt).toContain('Build the service "notes"');
    expect(notes.join()).toContain('prompts/build.md of notes:2: there is no placeholder {{wrong}}');
  });

  it('know the stack by what is built, and the settings of the service', async () => {
    file('SERVICES/notes/andon.yaml', 'verification: { coverage: 95 }');
    const { prompt } = await briefing({}, ['BUILD/go.mod']);
    expect(prompt).toContain('more than 95 %');
    expect(prompt).toContain('go.mod');
    expect(prompt).not.toContain('package.json');
  });

  it('tell the rules of the home where the settings of the service cannot be read', async () => {
    file('SERVICES/notes/andon.yaml', 'verification: { coverage: 950 }');
    expect((await briefing()).prompt).toContain('more than 70 %');
    expect(notes.join()).toContain('verification.coverage');
  });

  it('bring the files for agents of the root and of the service, the nearest last', async () => {
    file('SERVICES/AGENTS.md', 'For all.');
    file('SERVICES/notes/AGENTS.md', 'For notes.');
    file('SERVICES/notes/CLAUDE.md', 'Of notes.');
    file('SERVICES/.agents/skills/api/SKILL.md', 'root');
    file('SERVICES/.agents/skills/db/SKILL.md', 'root');
    file('SERVICES/notes/.agents/skills/api/SKILL.md', 'own');
    file('SERVICES/notes/.agents/skills/api/run.sh', '#!/bin/sh\n');
    chmodSync(join(place, 'SERVICES/notes/.agents/skills/api/run.sh'), 0o755);
    const { guidance, prompt } = await briefing();
    expect(guidance.map(({ path, text }) => `${path}: ${text}`)).toEqual([
      '.agents/skills/api/SKILL.md: own',
      '.agents/skills/api/run.sh: #!/bin/sh\n',
      '.agents/skills/db/SKILL.md: root',
      'AGENTS.md: For all.\n\nFor notes.',
      'CLAUDE.md: Of notes.',
    ]);
    expect(guidance.map(({ executable }) => executable)).toEqual([false, true, false, false, false]);
    expect(prompt).toContain('`AGENTS.md`');
  });

  it('follow no link and take nothing but text', async () => {
    file('secret', 'the key');
    mkdirSync(join(place, 'SERVICES/notes/.agents/skills/x'), { recursive: true });
    symlinkSync(join(place, 'secret'), join(place, 'SERVICES/notes/AGENTS.md'));
    symlinkSync(join(place, 'secret'), join(place, 'SERVICES/notes/.agents/skills/x/SKILL.md'));
    file('SERVICES/notes/.agents/skills/x/picture.png', Buffer.from([0xff, 0xd8, 0xff]));
    file('SERVICES/notes/CLAUDE.md', 'x'.repeat(200 * 1024));
    expect((await briefing()).guidance).toEqual([]);
    expect(notes.join()).toMatch(
      /CLAUDE\.md is left out: it is larger[\s\S]*picture\.png is left out: it is not text/,
    );
  });
});
