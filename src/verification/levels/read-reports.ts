import { z } from 'zod';
import { type Check, failedCheck, passedCheck } from '../check.ts';

/** What tools print, as checks; each gives null for what is no report of its tool. */

const shown = 20;

const ruffReport = z.array(
  z.object({
    code: z.string().nullable(),
    message: z.string(),
    filename: z.string(),
    location: z.object({ row: z.number() }),
  }),
);

/** `ruff check --output-format json`. */
export function readRuff(output: string, build: string): Check | null {
  const found = parsed(ruffReport, output);
  return (
    found &&
    listed(
      'quality.ruff',
      found.map(({ code, message, filename, location }) => ({
        at: `${shortened(filename, build)}:${location.row}`,
        text: `${message} (${code ?? 'syntax'})`,
      })),
    )
  );
}

const eslintReport = z.array(
  z.object({
    filePath: z.string(),
    messages: z.array(
      z.object({
        ruleId: z.string().nullable(),
        severity: z.number(),
        message: z.string(),
        line: z.number().optional(),
      }),
    ),
  }),
);

/** `eslint --format json`: errors only. */
export function readEslint(output: string, build: string): Check | null {
  const found = parsed(eslintReport, output);
  return (
    found &&
    listed(
      'quality.eslint',
      found.flatMap(({ filePath, messages }) =>
        messages
          .filter(({ severity }) => severity === 2)
          .map(({ ruleId, message, line }) => ({
            at: `${shortened(filePath, build)}:${line ?? 1}`,
            text: `${message} (${ruleId ?? 'syntax'})`,
          })),
      ),
    )
  );
}

const banditReport = z.object({
  results: z.array(
    z.object({
      filename: z.string(),
      line_number: z.number(),
      issue_severity: z.string(),
      issue_text: z.string(),
      test_id: z.string(),
    }),
  ),
});

/** `bandit -f json`: what it calls medium or high. */
export function readBandit(output: string, build: string): Check | null {
  const found = parsed(banditReport, output);
  return (
    found &&
    listed(
      'security.bandit',
      found.results
        .filter(({ issue_severity: severity }) => severity !== 'LOW')
        .map(({ filename, line_number: line, issue_text: text, test_id: id }) => ({
          at: `${shortened(filename, build)}:${line}`,
          text: `${text} (${id})`,
        })),
    )
  );
}

const auditReport = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      name: z.string(),
      severity: z.string(),
      range: z.string(),
      via: z.array(z.union([z.string(), z.looseObject({ title: z.string() })])),
      fixAvailable: z.union([z.boolean(), z.looseObject({ name: z.string(), version: z.string() })]),
    }),
  ),
});

/** `npm audit --json`: what it calls high or critical. */
export function readNpmAudit(output: string): Check | null {
  const found = parsed(auditReport, output);
  return (
    found &&
    listed(
      'security.npm-audit',
      Object.values(found.vulnerabilities)
        .filter(({ severity }) => severity === 'high' || severity === 'critical')
        .map(({ name, severity, range, via, fixAvailable }) => {
          const title =
            via.flatMap((one) => (typeof one === 'string' ? [] : [one.title]))[0] ??
            'through what it depends on';
          const fix =
            typeof fixAvailable === 'object' ? `; ${fixAvailable.name} ${fixAvailable.version} mends it` : '';
          return { at: 'package-lock.json', text: `${name} ${range}: ${title} (${severity})${fix}` };
        }),
    )
  );
}

function listed(name: string, problems: readonly { at: string; text: string }[]): Check {
  const facts = { found: problems.length };
  if (problems.length === 0) return passedCheck(name, { facts });
  const lines = problems.slice(0, shown).map(({ at, text }) => `BUILD/${at} ${text}`);
  const more = problems.length > shown ? [`and ${problems.length - shown} more of ${name}`] : [];
  return failedCheck(name, [...lines, ...more], { facts });
}

function shortened(path: string, build: string): string {
  return path.startsWith(`${build}/`) ? path.slice(build.length + 1) : path.replace(/^\.\//, '');
}

/** The first JSON document in what a tool printed: some print notes before it. */
function parsed<T>(schema: z.ZodType<T>, output: string): T | null {
  const start = output.search(/[[{]/);
  if (start === -1) return null;
  try {
    return schema.parse(JSON.parse(output.slice(start, output.search(/[\]}][^\]}]*$/) + 1)));
  } catch {
    return null;
  }
}
