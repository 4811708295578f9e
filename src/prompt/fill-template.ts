/** A prompt template and what people know it by. */
export type Template = { readonly name: string; readonly text: string };

/**
 * The template with each `{{name}}` replaced by its value, in one pass: values are never looked at again. A line that is
 * nothing but an empty value is left out. What is no known name is a problem that names its line.
 */
export function fillTemplate(
  template: Template,
  values: Readonly<Record<string, string>>,
): { readonly text: string } | { readonly problems: readonly string[] } {
  const known = Object.keys(values);
  const problems = template.text.split('\n').flatMap((line, index) =>
    [...line.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)]
      .map(([, name = '']) => name)
      .filter((name) => !known.includes(name))
      .map((name) => `${template.name}:${index + 1}: there is no placeholder {{${name.slice(0, 60)}}}`),
  );
  if (problems.length > 0) return { problems };
  const text = template.text.replace(
    /^([ \t]*)\{\{\s*([^{}]*?)\s*\}\}([ \t]*)(\n|$)|\{\{\s*([^{}]*?)\s*\}\}/gm,
    (_whole, before: string, alone: string | undefined, after: string, end: string, name: string) => {
      if (alone === undefined) return values[name] ?? '';
      const value = values[alone] ?? '';
      return value === '' ? '' : `${before}${value}${after}${end}`;
    },
  );
  return { text };
}
