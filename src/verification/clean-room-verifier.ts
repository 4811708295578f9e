import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { treeHash } from '../contracts/tree-hash.ts';
import type { Dependencies } from '../dependencies/dependencies.port.ts';
import { AndonError, messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import type { Sandbox } from '../sandbox/sandbox.port.ts';
import type { Repositories } from '../workspace/workspace.port.ts';
import { CleanRoom } from './clean-room.ts';
import { buildGate } from './gates/build-gate.ts';
import { type GateOptions, type GateOutcome, type GateTimes, inconclusive } from './gates/gate.ts';
import { specGate } from './gates/spec-gate.ts';
import { testGate } from './gates/test-gate.ts';
import { gather } from './gather.ts';
import { folderHash } from './record/folder-hash.ts';
import { makeRecord, type Noted, nothingNoted } from './record/make-record.ts';
import { createRecordBook, type RecordBook } from './record/record-book.ts';
import { isAgain, outcomeOfRecord } from './record/reuse.ts';
import { settingsOf } from './record/settings-of.ts';
import type { SigningKeys } from './record/signing-keys.ts';
import { recordId } from './record.ts';
import { type FreeBytes, freeBytesOf, watchSpace } from './space-watch.ts';
import type {
  VerificationOrder,
  VerificationProgress,
  VerificationResult,
  Verifier,
} from './verification.port.ts';
import { VerificationRooms } from './verification-rooms.ts';

export type CleanRoomVerifierOptions = {
  readonly repositories: Pick<Repositories, 'export' | 'file' | 'list' | 'isOwn'>;
  readonly sandbox: Sandbox;
  /** Where commits are exported to; below `.andon`, and this verifier's alone. */
  readonly workspaces: string;
  /** Where records are kept; below `.andon`. */
  readonly records: string;
  /** What signs them; without it they are not signed, and nothing is deployed under them. */
  readonly keys?: SigningKeys;
  /** What is missing in a spec, one sentence each. */
  readonly checkSpec: (text: string) => readonly string[];
  /** The `andon.yaml` of the service's directory as the user has it; without this, the one of the commit's root. */
  readonly andonYaml?: (service: string) => Promise<string | undefined>;
  /** Copies the user's hidden tests of a service into a directory; resolves to false where there are none, as without this. */
  readonly acceptance?: (service: string, into: string) => Promise<boolean>;
  readonly coveragePercent: number;
  /** See `GateOptions`. */
  readonly verificationOfHome?: Readonly<Record<string, unknown>>;
  /** How long the export of a failed verification is kept for people to look at; 0 removes it at once. */
  readonly failedKeptMs: number;
  readonly dependencies: Dependencies;
  /** Extra environment of the install phase: registries and proxies, never secrets. */
  readonly installEnv?: Readonly<Record<string, string>>;
  readonly times?: Partial<GateTimes>;
  readonly version: string;
  readonly now: () => number;
  readonly log: Log;
  /** Default: what the file system says. */
  readonly freeBytes?: FreeBytes;
};

const usualTimes: GateTimes = { installMs: 5 * 60_000, startMs: 20_000, testsMs: 10 * 60_000 };

/** Verifies exports of commits by running Andon's own commands on them in the sandbox. */
export class CleanRoomVerifier implements Verifier {
  readonly #options: CleanRoomVerifierOptions;
  readonly #records: RecordBook;
  readonly #rooms: VerificationRooms;

  constructor(options: CleanRoomVerifierOptions) {
    this.#options = options;
    this.#records = createRecordBook(options.records, options.keys ?? null);
    const { workspaces, failedKeptMs, now } = options;
    this.#rooms = new VerificationRooms({ directory: workspaces, keptMs: failedKeptMs, now });
  }

  async run(
    order: VerificationOrder,
    signal: AbortSignal,
    progress: (progress: VerificationProgress) => void,
  ): Promise<VerificationResult> {
    const known = await this.#recorded(order);
    if (known) return known;
    const startedAt = this.#options.now();
    const noted = nothingNoted();
    const outcome = await this.#outcomeOf(order, signal, progress, noted).catch((error: unknown) =>
      this.#trouble(error, signal),
    );
    return this.#conclude(order, outcome, noted, startedAt);
  }

  /** A verification that was already concluded is not run again: its job may be delivered twice. */
  async #recorded(order: VerificationOrder): Promise<VerificationResult | undefined> {
    const known = await this.#records.read(order.service.id, recordId(order.verification));
    if (known?.signature !== (this.#options.keys ? 'valid' : 'unsigned')) return undefined;
    const { record } = known;
    const same =
      record.commit === order.commit && record.specHash === order.spec && record.gate === order.gate;
    return same ? record.result : undefined;
  }

  async #outcomeOf(
    order: VerificationOrder,
    signal: AbortSignal,
    progress: (progress: VerificationProgress) => void,
    noted: Noted,
  ): Promise<GateOutcome> {
    const { repositories, sandbox, workspaces, checkSpec } = this.#options;
    signal.throwIfAborted();
    const files = await repositories.list(order.service.id, order.commit, 'BUILD');
    noted.own = await repositories.isOwn(order.service.id, order.commit);
    noted.tree = treeHash(new Map(files.map(({ path, blob }) => [path, blob])));
    if (order.gate === 'spec') {
      return specGate(await repositories.file(order.service.id, order.commit, 'SPEC.md'), checkSpec);
    }
    const directory = await this.#rooms.make(order.verification);
    noted.room = directory;
    let keep = false;
    const space = watchSpace(workspaces, this.#options.freeBytes ?? freeBytesOf);
    try {
      const room = await CleanRoom.under(directory, sandbox, signal, noted);
      await repositories.export(order.service.id, order.commit, join(room.directory, 'tree'));
      await room.open();
      faultPoint('verification.exported');
      const gate = order.gate === 'build' ? buildGate : testGate;
      const options = await this.#gateOptions(order, directory, noted, progress);
      const said = await this.#saidBefore(order, noted);
      if (said) return said;
      const outcome = await gate(room, options);
      // What a build could not write it did not do wrong: a report cut short reads like one of bad work.
      if (outcome.verdict === 'failed' && (await space.end()).wasFull)
        return inconclusive('environment', 'The disk was full while this was verified; free some space');
      keep = outcome.verdict === 'failed';
      return outcome;
    } finally {
      await space.end();
      await this.#rooms.close(directory, { keep });
    }
  }

  async #gateOptions(
    order: VerificationOrder,
    directory: string,
    noted: Noted,
    progress: (progress: VerificationProgress) => void,
  ): Promise<GateOptions> {
    const { repositories, dependencies, installEnv, coveragePercent, version } = this.#options;
    const { verificationOfHome = {} } = this.#options;
    const acceptance = this.#options.acceptance ?? (async () => false);
    const seed = randomBytes(12).toString('hex');
    const records = this.#records;
    const gathered = await gather(order, directory, seed, { repositories, records, acceptance });
    // Never from BUILD/: that is the worker's, and this file says how the worker's work is checked.
    const andonYaml = this.#options.andonYaml
      ? await this.#options.andonYaml(order.service.id)
      : await repositories.file(order.service.id, order.commit, 'andon.yaml');
    const times = { ...usualTimes, ...this.#options.times };
    noted.seed = seed;
    noted.hidden = gathered.acceptance;
    noted.acceptance = gathered.acceptance === null ? null : await folderHash(gathered.acceptance);
    noted.settings = settingsOf({ andonYaml, verificationOfHome, coveragePercent, times, version });
    return {
      ...gathered,
      order,
      andonYaml,
      times,
      dependencies,
      installEnv: installEnv ?? {},
      coveragePercent,
      verificationOfHome,
      progress: (figures) => progress({ service: order.service.id, ...figures }),
    };
  }

  /** The outcome of a verification of the same bytes by the same rules; undefined where one has to be run. */
  async #saidBefore(order: VerificationOrder, noted: Noted): Promise<GateOutcome | undefined> {
    if (isAgain(order.verification)) return undefined;
    const { gate, spec: specHash, cause, base, parent } = order;
    const rules = {
      gate,
      specHash,
      cause,
      base,
      parent,
      sandbox: this.#place(),
      settings: noted.settings.hash,
    };
    const record = await this.#records.findReusable(order.service.id, { ...noted, ...rules });
    if (!record) return undefined;
    noted.reused = record.id;
    return outcomeOfRecord(record);
  }

  #place() {
    const { tier, profile } = this.#options.sandbox;
    return { tier, profile };
  }

  #trouble(error: unknown, signal: AbortSignal): GateOutcome {
    if (signal.aborted) return inconclusive('environment', 'The verification was stopped before it ended');
    this.#options.log.error({ err: error }, 'a verification could not be run');
    const broken = error instanceof AndonError || isSystemError(error);
    return inconclusive(
      broken ? 'environment' : 'gate',
      `The verification could not be run: ${messageOf(error)}`,
    );
  }

  /** Writes the record and makes the result. A pass that cannot be recorded is no pass. */
  async #conclude(
    order: VerificationOrder,
    outcome: GateOutcome,
    noted: Noted,
    startedAt: number,
  ): Promise<VerificationResult> {
    const { results: _results, runner: _runner, checks: _checks, covered: _covered, ...found } = outcome;
    const result = { verification: order.verification, service: order.service.id, ...found };
    if (outcome.verdict === 'inconclusive') return result;
    faultPoint('verification.judged');
    const id = recordId(order.verification);
    try {
      const digest = order.gate === 'test' && outcome.verdict === 'passed' ? noted.tree : null;
      const recorded = { ...result, record: id, ...(digest === null ? {} : { digest }) };
      await this.#records.write(
        makeRecord({
          ...{ order, outcome, result: recorded, noted, sandbox: this.#place(), startedAt },
          finishedAt: this.#options.now(),
          verifierVersion: this.#options.version,
        }),
      );
      faultPoint('verification.recorded');
      return recorded;
    } catch (error) {
      const reason = `The record could not be written, so nothing is concluded: ${messageOf(error)}`;
      const { verification, service } = result;
      return { verification, service, verdict: 'inconclusive', fault: 'environment', reasons: [reason] };
    }
  }
}

function isSystemError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z]+$/.test(error.code)
  );
}
