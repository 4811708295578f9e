import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TicketKind } from '../../machines/ticket/ticket.events.ts';
import { messageOf } from '../errors.ts';
import { parseStackOverride, type StackOverride } from '../stack/andon-yaml.ts';
import { parseSettings, type VerificationSettings } from '../stack/verification-settings.ts';
import type { BriefingFacts, Briefings } from './briefing.port.ts';
import type { Template } from './fill-template.ts';
import { gateRules, type KnownStack } from './gate-rules.ts';
import { readGuidance } from './read-guidance.ts';
import { renderPrompt } from './render-prompt.ts';

export type HomeBriefingsOptions = {
  /** The services root. */
  readonly services: string;
  /** Holds `<kind>.md` for all services that have none of their own. */
  readonly templates: string;
  /** Percent, where no service says otherwise. */
  readonly coverage: number;
  /** The home's `verification` section. */
  readonly verification: Readonly<Record<string, unknown>>;
  /** Paths at one commit below `BUILD`. */
  readonly builtPaths: (service: string, commit: string) => Promise<readonly string[]>;
  /** Told what people should mend, a sentence. */
  readonly onNote: (service: { readonly id: string; readonly name: string }, note: string) => void;
};

const mostTemplateBytes = 64 * 1024;

/** Briefings from the user's own files: templates, `andon.yaml`, files for agents. They are read anew for each ticket. */
export function createHomeBriefings(options: HomeBriefingsOptions): Briefings {
  const { services } = options;
  return {
    async of(facts) {
      const say = (note: string) => options.onNote(facts.service, note);
      const { files, notes } = await readGuidance(services, facts.service.name);
      notes.forEach(say);
      const { settings, override } = await settingsOf(options, facts, say);
      const rules = gateRules({
        kind: facts.kind,
        stack: override?.start ? 'custom' : await stackOf(options, facts),
        override,
        settings,
        coverage: settings.verification.coverage ?? options.coverage,
      });
      const template = await templateOf(options, facts.service.name, facts.kind, say);
      const parts = { facts, rules, guidance: files.map(({ path }) => path) };
      const { prompt, note } = renderPrompt(parts, template);
      if (note !== null) say(note);
      return { prompt, guidance: files };
    },
  };
}

/** A file that cannot be understood stops no work here: the gate names it, and until then the defaults are told. */
async function settingsOf(
  { services, verification }: HomeBriefingsOptions,
  { service }: BriefingFacts,
  say: (note: string) => void,
): Promise<{ settings: VerificationSettings; override: StackOverride | undefined }> {
  const text = await readFile(join(services, service.name, 'andon.yaml'), 'utf8').catch(() => undefined);
  try {
    return { settings: parseSettings(text, verification), override: parseStackOverride(text) };
  } catch (error) {
    say(`the prompt names the rules of the home alone: ${messageOf(error)}`);
    return { settings: parseSettings(undefined, verification), override: undefined };
  }
}

async function stackOf(
  { builtPaths }: HomeBriefingsOptions,
  { service, base }: BriefingFacts,
): Promise<KnownStack | null> {
  const paths = new Set(await builtPaths(service.id, base).catch(() => []));
  if (paths.has('BUILD/package.json')) return 'node';
  if (paths.has('BUILD/requirements.txt') || paths.has('BUILD/src/main.py')) return 'python';
  return paths.has('BUILD/go.mod') ? 'go' : null;
}

/** The service's own template, else the home's; undefined where neither has one. */
async function templateOf(
  { services, templates }: HomeBriefingsOptions,
  service: string,
  kind: TicketKind,
  say: (note: string) => void,
): Promise<Template | undefined> {
  const file = `${kind}.md`;
  // Known to sessions by names that tell them nothing of this machine.
  const places = [
    { path: join(services, service, 'prompts', file), name: `prompts/${file} of ${service}` },
    { path: join(templates, file), name: `prompts/${file} of the home` },
  ];
  for (const { path, name } of places) {
    try {
      const { size } = await stat(path);
      if (size > mostTemplateBytes) say(`${path} is not used: it is larger than 64 KiB`);
      else return { name, text: await readFile(path, 'utf8') };
    } catch (error) {
      const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!absent) say(`${path} is not used: ${messageOf(error)}`);
    }
  }
  return undefined;
}
