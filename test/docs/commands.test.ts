import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { CliDeps } from '../../src/cli/cli-deps.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { createProgram } from '../../src/cli/program.ts';
import { loadConfig } from '../../src/config.ts';
import { codeIn, namesIn, rowsBelow, textOf } from './markdown.ts';

const deps: CliDeps = {
  io: { out: () => {}, err: () => {}, tty: false },
  config: () => loadConfig({}),
  start: () => Promise.reject(new Error('nothing is started here')),
  drivers: {},
  signal: new AbortController().signal,
  version: '0.0.0',
};

/** Commands that do something, by the words they are called with. */
function commandsOf(command: Command, before: string[] = []): Map<string, Command> {
  if (command.commands.length === 0) return new Map([[before.join(' '), command]]);
  return new Map(command.commands.flatMap((each) => [...commandsOf(each, [...before, each.name()])]));
}

const program = createProgram(deps);
const commands = commandsOf(program);
const readme = textOf('README.md');
const rows = rowsBelow(readme, '## The command line');
const wordsOf = (code: string): string =>
  [...commands.keys()].find((words) => `${code} `.startsWith(`andon ${words} `)) ?? '';

describe('the table of commands', () => {
  it('names every command once, and no other', () => {
    const named = rows.map(([cell]) => wordsOf(namesIn(cell)[0] ?? ''));
    expect(named.sort()).toEqual([...commands.keys()].sort());
  });

  it.each(rows.map((row) => [row[0] ?? '', row]))('lists the options of %s', (_, [cell, does]) => {
    const command = commands.get(wordsOf(namesIn(cell)[0] ?? ''));
    const named = [...`${cell} ${does}`.matchAll(/--[a-z-]+/g)].map((match) => match[0]);
    const there = command?.options.map((option) => option.long ?? '');
    expect([...new Set(named)].sort()).toEqual(there?.sort());
  });

  it('names every exit code', () => {
    const text = readme.replace(/\s+/g, ' ');
    const [, list = ''] = /Exit codes: (.*?)\. /.exec(text) ?? [];
    const named = [...list.matchAll(/(?:^|, )(\d) /g)].map((match) => Number(match[1]));
    expect(named).toEqual(Object.values(exitCodes));
  });
});

describe.each([
  'README.md',
  'docs/agents.md',
  'docs/architecture.md',
  'docs/configuration.md',
  'docs/errors.md',
])('%s', (path) => {
  it('calls only commands and options that are there', () => {
    const calls = codeIn(textOf(path)).flatMap((code) => code.match(/\bandon (?!…)[a-z][^|#]*/g) ?? []);
    const unknown = calls.filter((call) => {
      const command = commands.get(wordsOf(call.trim()));
      const own = call.split(' -- ')[0] ?? '';
      const options = own.match(/--[a-z][a-z-]*/g) ?? [];
      const known = [...(command?.options ?? []), ...program.options].map((option) => option.long);
      return command === undefined || options.some((option) => !known.includes(option));
    });
    expect(unknown).toEqual([]);
  });
});
