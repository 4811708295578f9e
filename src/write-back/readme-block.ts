import type { ServiceView } from '../contracts/board.ts';

export const blockBegin = '<!-- andon:begin -->';
export const blockEnd = '<!-- andon:end -->';

const status: Readonly<Record<ServiceView['column'], string>> = {
  SPEC: 'Planning',
  BUILD: 'Building',
  TEST: 'Testing',
  PRODUCTION: 'Production',
};

/** The block a README carries about its service: the formats people's own tools already read. No line end after it. */
export function renderReadmeBlock(view: ServiceView): string {
  const lines = [
    blockBegin,
    `**Status:** ${status[view.column]}`,
    `**Phase:** ${view.phase}`,
    ...(view.change > 0
      ? [`**Change:** ${view.change}${view.attempt > 1 ? ` (attempt ${view.attempt})` : ''}`]
      : []),
    `**Progress:** ${progressOf(view)}%`,
    `**Last Updated:** ${new Date(view.since).toISOString()}`,
    '',
    plain(view.sentence),
    ...(view.phase === 'BUILD_IN_PROGRESS' && view.session !== undefined
      ? ['', `🚧 BUILD IN PROGRESS by ${plain(view.session)}`]
      : []),
    ...reasonLines(view),
    ...factLines(view),
    blockEnd,
  ];
  return lines.join('\n');
}

function progressOf(view: ServiceView): number {
  if (view.column === 'PRODUCTION' && view.phase === 'PRODUCTION') return 100;
  return Math.round(Math.min(100, Math.max(0, view.progress ?? 0)));
}

function reasonLines({ reason }: ServiceView): string[] {
  if (reason === undefined) return [];
  const details = (reason.details ?? []).slice(0, 20).map((detail) => `- ${plain(detail)}`);
  const ways = reason.ways.map((way) => `- → ${plain(way)}`);
  const list = [...details, ...ways];
  return ['', `⏳ ${plain(reason.text)}`, ...(list.length > 0 ? ['', ...list] : [])];
}

function factLines({ release, live, tests, coverage }: ServiceView): string[] {
  const facts = [
    ...(tests === undefined ? [] : [`- Tests: ${tests.passed}/${tests.total} passing`]),
    ...(coverage === undefined ? [] : [`- Coverage: ${Math.round(coverage)} %`]),
    ...(release === undefined
      ? []
      : [
          `- Release: ${plain(release.version)} (${plain(release.commit).slice(0, 12)})`,
          `- URL: ${plain(release.url)}`,
          `- Health: ${live.health}`,
        ]),
  ];
  return facts.length > 0 ? ['', ...facts] : [];
}

/** One line that can neither end the block nor start markup of its own. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('<', '&lt;').replaceAll('>', '&gt;').trim().slice(0, 500);
}

/**
 * The README with this block in place of the one it has, or added at its end; every other byte stays. A README that is
 * not there is begun with the service's name.
 */
export function placeReadmeBlock(readme: Buffer | null, name: string, block: string): Buffer {
  const bytes = Buffer.from(block);
  if (readme === null || readme.length === 0)
    return Buffer.concat([Buffer.from(`# ${name}\n\n`), bytes, newline]);
  const place = findBlock(readme);
  if (place !== null) {
    return Buffer.concat([readme.subarray(0, place.from), bytes, readme.subarray(place.to)]);
  }
  const gap = readme.at(-1) === newline[0] ? '\n' : '\n\n';
  return Buffer.concat([readme, Buffer.from(gap), bytes, newline]);
}

const newline = Buffer.from('\n');

/** The first end mark with a begin mark before it, and the nearest such begin: stray marks never enclose people's text. */
function findBlock(readme: Buffer): { from: number; to: number } | null {
  let after = 0;
  for (let end = readme.indexOf(blockEnd); end >= 0; end = readme.indexOf(blockEnd, end + 1)) {
    const from = readme.subarray(0, end).lastIndexOf(blockBegin);
    if (from >= after) return { from, to: end + Buffer.byteLength(blockEnd) };
    after = end;
  }
  return null;
}
