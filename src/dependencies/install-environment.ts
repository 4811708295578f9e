import { join } from 'node:path';
import type { Registries } from './allow-list.ts';

const certificateNames = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'PIP_CERT'] as const;

/** The files with certificates that the user's environment names. */
export function certificates(env: Readonly<Record<string, string>>): string[] {
  return certificateNames.flatMap((name) => env[name] ?? []);
}

/**
 * What an install is told: where packages are, by which certificates a registry is known, that no package runs its own
 * code. Nothing in it is a secret; a `.npmrc` or `pip.conf` in `BUILD/` does not go before it.
 */
export function installEnvironment(options: {
  readonly registries: Registries;
  readonly env: Readonly<Record<string, string>>;
  readonly scripts: boolean;
  readonly packageCache: string | null;
}): Record<string, string> {
  const { registries, env, scripts, packageCache } = options;
  const certs = Object.fromEntries(
    certificateNames.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name] ?? '']])),
  );
  // pip knows certificates by a name of its own.
  const pipCert = env.PIP_CERT ?? env.SSL_CERT_FILE;
  return {
    CI: 'true',
    npm_config_registry: registries.npm,
    npm_config_ignore_scripts: String(!scripts),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    // A registry that is away is told at once, and the whole verification is tried again later.
    npm_config_fetch_retries: '2',
    npm_config_fetch_retry_mintimeout: '500',
    npm_config_fetch_retry_factor: '2',
    npm_config_logs_max: '0',
    PIP_INDEX_URL: registries.pip.index,
    ...(registries.pip.extra.length > 0 ? { PIP_EXTRA_INDEX_URL: registries.pip.extra.join(' ') } : {}),
    PIP_NO_INPUT: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_RETRIES: '2',
    ...(scripts ? {} : { PIP_ONLY_BINARY: ':all:' }),
    GOPROXY: 'https://proxy.golang.org',
    ...certs,
    ...(pipCert ? { PIP_CERT: pipCert } : {}),
    ...(packageCache
      ? { npm_config_cache: join(packageCache, 'npm'), PIP_CACHE_DIR: join(packageCache, 'pip') }
      : { PIP_NO_CACHE_DIR: '1' }),
  };
}
