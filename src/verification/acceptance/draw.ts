import type { Field, Json } from '../../spec-model/model/service-model.ts';
import type { Random } from '../random.ts';

/**
 * A value the field takes, drawn now; undefined where none is known that keeps its rules. Texts are lower-case letters
 * and digits, which no honest service changes on the way.
 */
export function drawValue(field: Field, random: Random): Json | undefined {
  if (field.oneOf) return field.oneOf[random.between(0, field.oneOf.length - 1)];
  switch (field.type) {
    case 'boolean':
      return random.between(0, 1) === 1;
    case 'integer':
    case 'number':
      return drawNumber(field, random);
    case 'url':
      return fits(field, `https://example.com/${random.word(12)}`);
    case 'email':
      return fits(field, `${random.word(9)}@example.com`);
    case 'date':
      return drawDay(field, random);
    case 'datetime':
      return `${drawDay(field, random)}T${two(random.between(0, 23))}:${two(random.between(0, 59))}:00.000Z`;
    case 'strings':
      return [random.word(8), random.word(9)];
    case 'object':
      return typeof field.example === 'object' && field.example !== null
        ? field.example
        : { [random.word(4)]: random.word(5) };
    default:
      return drawText(field, random);
  }
}

function drawNumber(field: Field, random: Random): number {
  const shown = typeof field.example === 'number' ? Math.abs(Math.round(field.example)) : 20;
  const low = Math.ceil(field.min ?? (field.above === undefined ? 1 : Math.floor(field.above) + 1));
  const high = Math.floor(field.max ?? Math.max(low + 40, shown * 2));
  return random.between(Math.min(low, high), high);
}

/** In the year and month the spec shows, so that rules about the past or the future it leaves unsaid are kept. */
function drawDay(field: Field, random: Random): string {
  const shown = typeof field.example === 'string' ? /^(\d{4}-\d\d)-\d\d/.exec(field.example)?.[1] : undefined;
  return `${shown ?? '2026-05'}-${two(random.between(1, 28))}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function drawText(field: Field, random: Random): string | undefined {
  const [least, most] = [field.minLength ?? 1, field.maxLength ?? 60];
  const length = Math.min(most, Math.max(least, 14));
  const word = random.word(length);
  const half = random.word(Math.max(1, Math.floor(length / 2)));
  const digits = Array.from({ length }, () => random.between(1, 9)).join('');
  const shown = typeof field.example === 'string' ? alike(field.example, random) : [];
  const spaced = length >= 8 ? [`${half} ${random.word(length - half.length - 1)}`] : [];
  const isFree =
    field.pattern === undefined && typeof field.example === 'string' && field.example.includes(' ');
  const all = isFree ? [...spaced, word] : [...shown, word, ...spaced];
  return [...all, word.replace(/\d/g, 'k'), word.replace(/\d/g, 'k').toUpperCase(), digits]
    .map((text) => text.padEnd(least, 'k'))
    .find((text) => fits(field, text) !== undefined);
}

/** Another text of the same form: letters for letters, digits for digits. */
function alike(example: string, random: Random): string[] {
  if (!/^[a-z0-9][\w.-]*$/i.test(example) || example.length < 6) return [];
  const drawn = [...example].map((sign) => {
    if (/\d/.test(sign)) return String(random.between(1, 9));
    if (/[a-z]/.test(sign)) return String.fromCharCode(97 + random.between(0, 25));
    return /[A-Z]/.test(sign) ? String.fromCharCode(65 + random.between(0, 25)) : sign;
  });
  return [drawn.join('')];
}

function fits(field: Field, text: string): string | undefined {
  if (text.length < (field.minLength ?? 0) || text.length > (field.maxLength ?? 2_000)) return undefined;
  if (field.pattern === undefined) return text;
  try {
    return new RegExp(field.pattern, 'u').test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** `figure` is the limit it breaks, where it breaks one. */
export type BadValue = { readonly value: Json; readonly figure: number | null };

/** Values that break a rule which the spec states in figures or by a list. */
export function badValues(field: Field, random: Random): BadValue[] {
  const bad: BadValue[] = [];
  const isText = field.type === 'string' || field.type === 'url';
  const start = field.type === 'url' ? 'https://example.com/' : '';
  if (field.oneOf) return [{ value: random.word(11), figure: null }];
  if (isText && field.minLength !== undefined && field.minLength > 0 && start === '')
    bad.push({
      value: field.minLength === 1 ? '' : random.word(field.minLength - 1),
      figure: field.minLength,
    });
  if (isText && field.maxLength !== undefined && field.maxLength <= 20_000)
    bad.push({
      value: start + random.word(field.maxLength + 1 - start.length),
      figure: field.maxLength,
    });
  if (field.type === 'url') bad.push({ value: `${random.word(7)} ${random.word(5)}`, figure: null });
  if (field.type === 'email') bad.push({ value: random.word(9), figure: null });
  const isNumber = field.type === 'integer' || field.type === 'number';
  if (isNumber && field.min !== undefined)
    bad.push({ value: field.min - random.between(1, 9), figure: field.min });
  if (isNumber && field.max !== undefined)
    bad.push({ value: field.max + random.between(1, 9), figure: field.max });
  if (isNumber && field.above !== undefined)
    bad.push({ value: field.above - random.between(0, 9), figure: null });
  return bad;
}
