import { readFile } from 'node:fs/promises';
import { type MockScript, mockScript } from './script.ts';
import { namedScript, scriptNames } from './scripts.ts';
import { speakAcp } from './speak-acp.ts';
import { speakPlainly } from './speak-plainly.ts';

// A scripted agent, as a program: `mock-agent [--plain] [script]`. A script is a name, or a file with one of one's own;
// `ANDON_MOCK_SCRIPT` may name the file, too. It needs no model and no login, and does its tickets as the reference driver does.
const words = process.argv.slice(2);
const isPlain = words.includes('--plain');
const name = words.find((word) => !word.startsWith('--')) ?? 'work';

async function scriptOf(): Promise<MockScript> {
  const file = process.env.ANDON_MOCK_SCRIPT ?? (name.endsWith('.json') ? name : undefined);
  if (file) return mockScript.parse(JSON.parse(await readFile(file, 'utf8')));
  const script = namedScript(name);
  if (!script) throw new Error(`there is no script "${name}"; known are: ${scriptNames.join(', ')}`);
  return script;
}

async function main(): Promise<void> {
  const script = await scriptOf();
  if (isPlain) await speakPlainly(script);
  else speakAcp(script);
}

main().catch((error: unknown) => {
  process.stderr.write(`mock-agent: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
