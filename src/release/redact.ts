/** Values shorter than this would blot out ordinary words and are left alone. */
const shortest = 4;

/** `text` with every secret value replaced, also where it stands base64- or URL-encoded. */
export function redact(text: string, values: readonly string[]): string {
  const forms = formsOf(values);
  if (forms.length === 0) return text;
  return text.replace(new RegExp(forms.map(literally).join('|'), 'g'), '[secret]');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Longest first, so that a value that holds another one is replaced whole. */
function formsOf(values: readonly string[]): string[] {
  const forms = new Set<string>();
  for (const value of values) {
    if (value.length < shortest) continue;
    forms.add(value);
    forms.add(encodeURIComponent(value));
    forms.add(new URLSearchParams({ v: value }).toString().slice(2));
    forms.add(JSON.stringify(value).slice(1, -1));
    const base64 = Buffer.from(value).toString('base64');
    forms.add(base64);
    forms.add(base64.replace(/=+$/, ''));
    forms.add(Buffer.from(value).toString('base64url'));
  }
  return [...forms].filter((form) => form.length >= shortest).sort((a, b) => b.length - a.length);
}
