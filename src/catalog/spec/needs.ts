import type { Nodes, RootContent } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import type { Block, Outline } from './outline.ts';

const secretName = /^[A-Z][A-Z0-9_]{2,63}$/;
const namesInText = /\b[A-Z][A-Z0-9]*_[A-Z0-9_]{1,60}\b/g;
const aboutSecrets =
  /\b(?:secrets?|api[ -]?keys?|credentials?|passwords?|tokens?|required env(?:ironment)?)\b/i;
const secretHeading = /\bsecrets?\b|\bcredentials\b/i;
const settingsHeading = /\b(?:configuration|environment|settings|env vars?|secrets?|credentials)\b/i;
/** Andon gives every service these. */
const given: ReadonlySet<string> = new Set(['PORT', 'DATA_DIR', 'ANDON_RELEASE']);

const serviceName = /^[a-z][a-z0-9-]{0,62}$/;
const saysService = /^(?:the )?services?\s*:?\s+`?([a-z][a-z0-9-]{0,62})`?/i;
const notAService =
  /\b(?:librar(?:y|ies)|packages?|frameworks?|npm|pip|pypi|modules?|runtime|version|database|compiler|built-?in|third[ -]party|external)\b/i;

/** Environment variables a spec says are secret or required, from front matter and from its lists and tables. */
export function secretsOf(outline: Outline, frontMatter: Readonly<Record<string, unknown>>): string[] {
  const found = new Set<string>();
  for (const name of list(frontMatter.secrets)) if (secretName.test(name)) found.add(name);
  for (const block of outline.blocks) {
    if (block.section !== 'Dependencies' && !settingsHeading.test(block.heading)) continue;
    for (const item of items(block.nodes)) {
      const text = plainText(item);
      const marked = secretHeading.test(block.heading) || aboutSecrets.test(text);
      if (!marked || /\boptional\b|\bno secrets?\b/i.test(text)) continue;
      for (const name of namesIn(item, text)) if (!given.has(name)) found.add(name);
    }
  }
  return [...found].sort();
}

/** Services named under Dependencies: `` `name` `` at the head of a list item, or `service: name`. */
export function servicesOf(outline: Outline, frontMatter: Readonly<Record<string, unknown>>): string[] {
  const found = new Set<string>();
  for (const name of list(frontMatter.services)) if (serviceName.test(name)) found.add(name);
  for (const block of outline.blocks) {
    if (block.section !== 'Dependencies' || notAService.test(block.heading)) continue;
    for (const item of items(block.nodes)) {
      const name = serviceIn(item);
      if (name !== null) found.add(name);
    }
  }
  return [...found].sort();
}

function serviceIn(item: Nodes): string | null {
  const text = plainText(item).trim();
  const said = saysService.exec(text);
  if (said?.[1] !== undefined) return said[1].toLowerCase();
  const head = firstLeaf(item);
  if (head?.type !== 'inlineCode' || !serviceName.test(head.value) || notAService.test(text)) return null;
  return head.value;
}

function firstLeaf(node: Nodes): Nodes | null {
  let current: Nodes = node;
  while ('children' in current) {
    const first: Nodes | undefined = current.children[0];
    if (first === undefined) return null;
    current = first;
  }
  return current;
}

/** List items and table rows, nested ones too. */
function items(nodes: readonly RootContent[]): Nodes[] {
  const found: Nodes[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === 'listItem' || node.type === 'tableRow') found.push(node);
    if ('children' in node) for (const child of node.children) visit(child);
  };
  for (const node of nodes) visit(node);
  return found;
}

function namesIn(item: Nodes, text: string): string[] {
  const names = [...text.matchAll(namesInText)].map((match) => match[0]);
  const visit = (node: Nodes): void => {
    if (node.type === 'inlineCode' && secretName.test(node.value)) names.push(node.value);
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(item);
  return names;
}

function list(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string').slice(0, 100)
    : [];
}

/** The port a spec asks for (`**Port:** 8123`, front matter `port`), or null. Ports of dependencies do not count. */
export function portOf(outline: Outline, frontMatter: Readonly<Record<string, unknown>>): number | null {
  const given = validPort(frontMatter.port);
  if (given !== null) return given;
  for (const block of outline.blocks) {
    const port = block.section === 'Dependencies' ? null : portIn(block);
    if (port !== null) return port;
  }
  return null;
}

function portIn(block: Block): number | null {
  for (const node of block.nodes) {
    if (node.type === 'code') continue;
    const match = /\bport\b[^0-9\n]{0,12}(\d{2,5})\b/i.exec(plainText(node));
    const port = match === null ? null : validPort(Number(match[1]));
    if (port !== null) return port;
  }
  return null;
}

function validPort(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536 ? value : null;
}
