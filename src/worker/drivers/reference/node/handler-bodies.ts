import type { Behaviour, Resource, ServiceModel } from '../../../../spec-model/model/service-model.ts';
import { literal } from './schema-module.ts';

/** The body of a list. */
export function list(
  behaviour: Extract<Behaviour, { kind: 'list' }>,
  it: string,
  model: ServiceModel,
): string[] {
  const { filters, search, paging, wrap } = behaviour;
  const { pageDefault, pageMax } = model.limits;
  const lines = [
    `let records = inOrder(${it}, store.all(${it}.name));`,
    ...filters.map((name) => `records = filterBy(${it}, records, query, '${name}');`),
  ];
  if (search) lines.push(`records = searchIn(records, query, '${search.param}', ${literal(search.fields)});`);
  let shown = 'records';
  if (paging) {
    lines.push(
      `const limit = numberFrom(query, '${paging.limit}', { standard: ${pageDefault}, min: 1, max: ${pageMax} });`,
    );
    if (paging.style === 'page')
      lines.push(
        `const page = numberFrom(query, '${paging.page}', { standard: 1, min: 1, max: Number.MAX_SAFE_INTEGER });`,
        'const offset = (page - 1) * limit;',
      );
    else
      lines.push(
        paging.offset === null
          ? 'const offset = 0;'
          : `const offset = numberFrom(query, '${paging.offset}', { standard: 0, min: 0, max: Number.MAX_SAFE_INTEGER });`,
      );
    lines.push('const shown = records.slice(offset, offset + limit);');
    shown = 'shown';
  }
  const items = `${shown}.map((record) => present(${it}, record))`;
  if (!wrap) return [...lines, `return { status: 200, body: ${items} };`];
  const extras = wrap.extras.map((name) => {
    if (name === 'total' || name === 'count') return `${name}: records.length`;
    return paging ? name : `${name}: ${name === 'page' ? 1 : name === 'offset' ? 0 : 'records.length'}`;
  });
  return [
    ...lines,
    `return { status: 200, body: { ${[`${wrap.items}: ${items}`, ...extras].join(', ')} } };`,
  ];
}

/** The date a pick is for. */
export function day(behaviour: Extract<Behaviour, { kind: 'daily' }>, model: ServiceModel): string[] {
  if (behaviour.param === null) return ['const date = now().toISOString().slice(0, 10);'];
  return [
    `const date = query.get('${behaviour.param}') || now().toISOString().slice(0, 10);`,
    `if (problemOf({ type: 'date' }, date)) throw new HttpError(${model.limits.invalid}, '${behaviour.param} must be a date such as 2026-05-01');`,
  ];
}

/** The body of figures. */
export function count(behaviour: Extract<Behaviour, { kind: 'count' }>, name: string): string[] {
  const figures = Object.entries(behaviour.by).map(([key, by]) =>
    by === null
      ? `${key}: records.length`
      : `${key}: records.filter((record) => record.${by[0]} === ${literal(by[1])}).length`,
  );
  return [`const records = store.all(${name});`, `return { status: 200, body: { ${figures.join(', ')} } };`];
}

/** The body of a rollout. */
export function evaluate(
  rule: Extract<Behaviour, { kind: 'evaluate' }>,
  find: string,
  resource: Resource,
  model: ServiceModel,
): string[] {
  const lines = [
    find,
    `const user = query.get('${rule.user}');`,
    `if (!user) throw new HttpError(${model.limits.invalid}, 'the query parameter ${rule.user} is required');`,
    'const [on, reason] = (() => {',
    `  if (!record.${rule.enabled}) return [false, 'disabled'];`,
  ];
  if (rule.targets !== null)
    lines.push(`  if ((record.${rule.targets} ?? []).includes(user)) return [true, 'targeted'];`);
  if (rule.rollout === null) lines.push("  return [true, 'enabled'];");
  else
    lines.push(
      `  const inside = isInside(record.${resource.key}, user, record.${rule.rollout} ?? 100);`,
      "  return [inside, inside ? 'rollout' : 'outside rollout'];",
    );
  lines.push('})();');
  const answer = rule.answer.map((name) => {
    if (name === resource.key) return `${name}: record.${name}`;
    if (name === rule.user) return name === 'user' ? 'user' : `${name}: user`;
    return name === 'reason' ? 'reason' : `${name}: on`;
  });
  return [...lines, `return { status: 200, body: { ${answer.join(', ')} } };`];
}
