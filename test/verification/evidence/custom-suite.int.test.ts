import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { suiteRooms } from './suite-room.ts';

let rooms: Awaited<ReturnType<typeof suiteRooms>>;
beforeAll(async () => {
  rooms = await suiteRooms();
});
afterAll(() => rooms.close());

const andonYaml = (formats: string) =>
  `stack: { start: [node, main.js], test: { argv: [node, run.js], ${formats} } }`;
const writing = (files: Record<string, string>, exit = 0) =>
  `const fs = require('node:fs');\n${Object.entries(files)
    .map(([path, text]) => `fs.writeFileSync(${JSON.stringify(path)}, ${JSON.stringify(text)});`)
    .join('\n')}\nprocess.exitCode = ${exit};\n`;
const lcov = 'SF:main.js\nDA:1,1\nend_of_record\n';
const tap = 'TAP version 13\nok 1 - a\n1..1\n';

describe('the test command of andon.yaml', () => {
  it.each([
    ['tap: t, lcov: c', { t: tap, c: lcov }],
    [
      'junit: t, cobertura: c',
      {
        t: '<testsuites><testcase name="a"/></testsuites>',
        c: '<coverage><packages><package><classes><class filename="main.js"><lines><line number="1" hits="1"/></lines></class></classes></package></packages></coverage>',
      },
    ],
    ['go: t, lcov: c', { t: '{"Action":"pass","Package":"p","Test":"a"}\n', c: lcov }],
  ])('is read by its reports: %s', async (formats, files) => {
    const { report } = await rooms.run(
      { 'main.js': 'run();', 'run.js': writing(files) },
      { andonYaml: andonYaml(formats) },
    );
    expect(report.problems).toEqual([]);
    expect(report.results.map((one) => one.status)).toEqual(['passed']);
    expect(report.hits.get('main.js')?.get(1)).toBe(1);
  });

  it('does not take a report that was handed in for one of this run, and leaves it as it was', async () => {
    const { room, report } = await rooms.run(
      { 'main.js': '', 'run.js': '', t: tap, c: lcov },
      { andonYaml: andonYaml('tap: t, lcov: c') },
    );
    expect(report.results).toEqual([]);
    expect(report.problems).toEqual([expect.stringContaining('left no whole tap report at t (exit 0)')]);
    expect(await readFile(join(room.build, 't'), 'utf8')).toBe(tap);
  });

  it('does not believe an exit status that says another thing than the report', async () => {
    const yaml = { andonYaml: andonYaml('tap: t, lcov: c') };
    const bad = 'TAP version 13\nnot ok 1 - a\n1..1\n';
    const quiet = await rooms.run({ 'main.js': '', 'run.js': writing({ t: bad, c: lcov }) }, yaml);
    expect(quiet.report.problems).toEqual([expect.stringContaining('exit 0 although a test failed')]);
    const loud = await rooms.run({ 'main.js': '', 'run.js': writing({ t: tap, c: lcov }, 3) }, yaml);
    expect(loud.report.problems).toEqual([expect.stringContaining('exit 3 although no test failed')]);
  });
});
