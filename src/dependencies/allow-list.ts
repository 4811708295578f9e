import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where packages come from. URLs hold no login; an index of pip may be a folder of this machine (`file:`). */
export type Registries = {
  readonly npm: string;
  readonly pip: { readonly index: string; readonly extra: readonly string[] };
};

export const publicRegistries: Registries = {
  npm: 'https://registry.npmjs.org/',
  pip: { index: 'https://pypi.org/simple', extra: [] },
};

export type AllowedHost = {
  readonly host: string;
  readonly ports: readonly number[];
  /** A registry may be on a private address, as a company's is; nothing else may. */
  readonly registry: boolean;
};

const webPorts = [80, 443];
/** Of PyPI and Go: they are asked whatever index is configured. */
const publicHosts = ['pypi.org', 'files.pythonhosted.org', 'proxy.golang.org', 'sum.golang.org'];

/** The hosts an install may reach: the registries and what the service's `andon.yaml` names as `host` or `host:port`. */
export function allowedHosts(registries: Registries, network: readonly string[]): AllowedHost[] {
  const { npm, pip } = registries;
  return [
    ...[npm, pip.index, ...pip.extra].filter((url) => !isFolder(url)).map(registryHost),
    ...publicHosts.map((host) => ({ host, ports: webPorts, registry: true })),
    ...network.map(namedHost),
  ];
}

/** The folders of this machine that are an index, with the files that lie beside one called `simple`. */
export function indexFolders({ pip }: Registries): string[] {
  return [pip.index, ...pip.extra].filter(isFolder).map((url) => {
    const path = fileURLToPath(url).replace(/\/+$/, '');
    const outer = dirname(path);
    return basename(path) === 'simple' && outer !== '/' ? outer : path;
  });
}

function isFolder(url: string): boolean {
  return url.startsWith('file:');
}

/** What of the list allows this host and port; undefined where nothing does. */
export function allowing(list: readonly AllowedHost[], host: string, port: number): AllowedHost | undefined {
  return list.find((each) => each.host === plainHost(host) && each.ports.includes(port));
}

/** Lower case, without the brackets of IPv6 and the dot at the end. */
export function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

function registryHost(text: string): AllowedHost {
  const url = new URL(text);
  const ports = url.port ? [Number(url.port)] : [url.protocol === 'http:' ? 80 : 443];
  return { host: plainHost(url.hostname), ports, registry: true };
}

function namedHost(entry: string): AllowedHost {
  const [, host = entry, port] =
    /^(?:https?:\/\/)?([^/:]+|\[[^\]]+\])(?::(\d+))?(?:\/.*)?$/.exec(entry) ?? [];
  return { host: plainHost(host), ports: port ? [Number(port)] : webPorts, registry: false };
}
