import { join } from 'node:path';
import { parseSpec } from '../catalog/spec/parse-spec.ts';
import { problemLines } from '../catalog/spec/parsed-spec.ts';
import type { Config } from '../config.ts';

import type { RedisConnection } from '../embedded-redis/redis-server.port.ts';
import { AndonError } from '../errors.ts';
import type { Log } from '../log.ts';
import { endStrayGates, ticksNow } from '../release/stray-processes.ts';
import { chooseSandbox } from '../sandbox/choose-sandbox.ts';
import { findToolchain } from '../sandbox/toolchain.ts';
import { dropSocketFolders } from '../verification/acceptance/socket-folder.ts';
import { CleanRoomVerifier } from '../verification/clean-room-verifier.ts';
import type { SigningKeys } from '../verification/record/signing-keys.ts';
import { consumeVerifications } from '../work-queue/bullmq-verification-consumer.ts';
import type { Repositories } from '../workspace/workspace.port.ts';
import { acceptanceOf } from './acceptance-of.ts';
import { andonYamlOf } from './andon-yaml-of.ts';
import { findBubblewrap } from './find-bubblewrap.ts';
import type { HomeDirectories } from './home-directories.ts';
import { openDependencies } from './open-dependencies.ts';

/** The sandbox of this machine and the verifier that runs gates in it, pulling orders from the queue. */
export async function openGates(options: {
  config: Config;
  directories: HomeDirectories;
  repositories: Repositories;
  keys: SigningKeys;
  nameOf: (service: string) => string | undefined;
  connection: RedisConnection;
  prefix: string;
  version: string;
  log: Log;
  say: (line: string) => void;
}) {
  const { config, directories, repositories, connection, prefix, log, say } = options;
  const toolchain = await findToolchain({
    path: config.childEnv.PATH ?? '',
    home: config.childEnv.HOME,
  });
  const bubblewrap = await findBubblewrap({ binDirectory: directories.bin, env: config.childEnv, say });
  const { sandbox, tier, sentence } = await chooseSandbox({
    toolchain,
    hidden: [directories.home, ...('path' in connection ? [join(connection.path, '..')] : [])],
    stateDirectory: join(directories.home, 'sandbox'),
    bubblewrap,
    allowUnsandboxed: config.allowUnsandboxed,
  });
  say(sentence);
  const dependencies = openDependencies({ config, directories, sandbox, log });
  const rooms = join(directories.workspaces, 'verify');
  await endStrayGates(rooms, ticksNow());
  await dropSocketFolders();
  const nameOf = (service: string): string => {
    const name = options.nameOf(service);
    if (name === undefined) throw new AndonError('NOT_FOUND', `no service has the id ${service}`);
    return name;
  };
  const verifier = new CleanRoomVerifier({
    repositories,
    sandbox,
    workspaces: rooms,
    records: directories.records,
    keys: options.keys,
    checkSpec: (text) => problemLines(parseSpec(text, { strict: config.strictSpecs })),
    andonYaml: async (service) => andonYamlOf(config.services, nameOf(service)),
    acceptance: async (service, into) => acceptanceOf(config.services, nameOf(service), into),
    dependencies,
    installEnv: config.installEnv,
    coveragePercent: config.limits.coveragePercent,
    verificationOfHome: config.verification,
    failedKeptMs: config.limits.failedWorkspacesKeptMs,
    version: options.version,
    now: () => Date.now(),
    log,
  });
  const consumer = consumeVerifications({
    connection,
    prefix,
    verifier,
    name: 'coordinator',
    concurrency: config.verifications,
    log,
  });
  return { sandbox, dependencies, tier, sentence, close: () => consumer.close() };
}
