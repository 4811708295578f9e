import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { recordsResponse, recordView } from '../../contracts/records.ts';
import { messageOf } from '../../errors.ts';
import { signatureOf } from '../../verification/record/signature.ts';
import { type PublicKeys, publicKeyOf, publicKeysIn } from '../../verification/record/signing-keys.ts';
import { parseRecord } from '../../verification/record.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { recordTable, recordText } from '../record-text.ts';

/** `PRODUCTION/verification.json`: a record with the key it was signed with. */
const enclosed = z.object({ record: z.unknown(), publicKey: z.string() });

/** `andon record`: what was verified, with what result, and whether its signature holds. */
export function recordCommand(program: Command, context: CommandContext): void {
  const record = program.command('record').description('the records of what was verified');

  record
    .command('list')
    .description('the newest records of a service')
    .argument('<service>')
    .option('--before <id>', 'those older than this one')
    .option('--json', 'as JSON')
    .action(async (service: string, flags: { before?: string; json?: boolean }) => {
      const before = flags.before === undefined ? '' : `?before=${encodeURIComponent(flags.before)}`;
      const path = `${apiPath('services', service, 'records')}${before}`;
      const found = await context.client().get(path, recordsResponse);
      context.show(flags.json, found, () =>
        found.records.length === 0
          ? `Nothing of ${service} was verified${before === '' ? ' yet' : ' before that'}.`
          : [
              recordTable(found.records, Date.now()),
              ...(found.next === null
                ? []
                : [`Older ones: andon record list ${service} --before ${found.next}`]),
            ].join('\n'),
      );
    });

  record
    .command('show')
    .description('one record: what was run, where, and what came of each check')
    .argument('<id>')
    .option('--json', 'as JSON')
    .action(async (id: string, flags: { json?: boolean }) => {
      const found = await context.client().get(apiPath('records', id), recordView);
      context.show(flags.json, found, () => recordText(found));
    });

  record
    .command('check')
    .description('whether the signature of a record in a file holds; exit 1 when it does not')
    .argument('<file>', 'a record, or PRODUCTION/verification.json')
    .option('--key <file>', 'the public key; default: those of the home')
    .option('--json', 'as JSON')
    .action((file: string, flags: { key?: string; json?: boolean }) => {
      const content = json(file);
      const inside = enclosed.safeParse(content).data;
      const value = inside ? inside.record : content;
      const found = recordView.safeParse({
        record: parseRecord(value),
        signature: signatureOf(value, keysFor(context, flags.key)),
      });
      if (!found.success) throw new Exit(exitCodes.notOk, `${file} holds no verification record.`);
      context.show(flags.json, found.data, () => recordText(found.data));
      if (found.data.signature !== 'valid') throw new Exit(exitCodes.notOk);
    });
}

/** Never the key in the file itself: whoever changes the record can change that too. */
function keysFor(context: CommandContext, file: string | undefined): PublicKeys {
  if (file === undefined) {
    const keys = publicKeysIn(`${context.home()}/keys`);
    if (keys.size > 0) return keys;
    throw new Exit(exitCodes.usage, `There is no key for records in ${context.home()}. Name one with --key.`);
  }
  try {
    return new Map([publicKeyOf(readFileSync(file, 'utf8'))]);
  } catch (error) {
    throw new Exit(exitCodes.usage, `${file} holds no public key: ${messageOf(error)}`);
  }
}

function json(file: string): unknown {
  if (!existsSync(file)) throw new Exit(exitCodes.notOk, `There is no file ${file}.`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Exit(exitCodes.notOk, `${file} is no JSON: ${messageOf(error)}`);
  }
}
