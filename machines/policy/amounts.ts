import type { Unit } from './units.ts';

/** An amount as people read it: `4.20 USD`, `1,250,000 tokens`, `90 minutes`. */
export function amountText(unit: Unit, amount: number): string {
  if (unit === 'usd') return `${number(amount)} USD`;
  if (unit === 'tokens') return `${grouped(Math.round(amount))} tokens`;
  const minutes = Math.round(amount / 6_000) / 10;
  return minutes === 1 ? '1 minute' : `${grouped(minutes)} minutes`;
}

/** What is used of a limit, the unit named once: `19.50 of 20 USD`. */
export function shareText(unit: Unit, used: number, limit: number): string {
  const all = amountText(unit, limit);
  return `${amountText(unit, used).replace(/ \w+$/, '')} of ${all}`;
}

function number(usd: number): string {
  if (Number.isInteger(usd)) return grouped(usd);
  return usd < 0.01 ? usd.toPrecision(1) : grouped(usd.toFixed(2));
}

function grouped(value: number | string): string {
  const [whole = '', part] = String(value).split('.');
  const marked = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? marked : `${marked}.${part}`;
}
