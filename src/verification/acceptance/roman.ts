const steps: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];
/** The greatest number the usual form can write. */
export const greatestRoman = 3_999;

/** The Roman number in its usual form, in capitals; undefined for what has none. */
export function toRoman(value: number): string | undefined {
  if (!Number.isInteger(value) || value < 1 || value > greatestRoman) return undefined;
  let rest = value;
  let text = '';
  for (const [worth, sign] of steps)
    while (rest >= worth) {
      text += sign;
      rest -= worth;
    }
  return text;
}

/** The number that a Roman number in its usual form stands for; undefined for any other text. */
export function fromRoman(text: string): number | undefined {
  let rest = text;
  let value = 0;
  for (const [worth, sign] of steps)
    while (rest.startsWith(sign)) {
      value += worth;
      rest = rest.slice(sign.length);
    }
  return rest === '' && toRoman(value) === text ? value : undefined;
}
