const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** The number a word or a numeral names; NaN for any other word. */
export function numberOf(text: string): number {
  const at = words.indexOf(text);
  return at >= 0 ? at : Number(text);
}
