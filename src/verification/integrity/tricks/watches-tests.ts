import type { Node } from '../../syntax/parse-javascript.ts';
import type { Finding } from '../suite-facts.ts';

type Add = (node: Node, kind: Finding['class'], what: string, instead: string) => void;

/** A path that says who runs a process. */
export function reads(node: Node, value: string, add: Add): void {
  if (
    /\/proc\/[^/]+\/(?:cmdline|environ|cgroup|mountinfo|comm|exe)\b|^\/?cmdline$|^\/proc\/?$|^\/\.dockerenv$/.test(
      value,
    )
  ) {
    add(
      node,
      'tampering',
      `reads ${value.slice(0, 60)} to find out who runs it`,
      'behave the same whoever runs it',
    );
  }
}
