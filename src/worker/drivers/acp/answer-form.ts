import { z } from 'zod';
import { shownText } from '../shown-text.ts';

type Answer = string | number | boolean;
type FormAnswer =
  | { readonly action: 'accept'; readonly content: Readonly<Record<string, Answer>> }
  | { readonly action: 'cancel' | 'decline' };

type Ask = (question: string, options: readonly string[]) => Promise<string | undefined>;

const field = z.object({
  type: z.string(),
  title: z.string().nullish().catch(undefined),
  description: z.string().nullish().catch(undefined),
  enum: z.array(z.string()).nullish().catch(undefined),
  oneOf: z
    .array(z.object({ const: z.string(), title: z.string().catch('') }))
    .nullish()
    .catch(undefined),
});
const form = z.object({
  mode: z.literal('form'),
  message: z.string().catch(''),
  requestedSchema: z.object({ properties: z.record(z.string(), field).catch({}) }),
});

/** Puts a form with one field to a person. What nobody can answer in a line is cancelled. */
export async function answerForm(params: unknown, ask: Ask): Promise<FormAnswer> {
  const { data } = form.safeParse(params);
  const [entry, more] = Object.entries(data?.requestedSchema.properties ?? {});
  if (!data || !entry || more) return { action: 'cancel' };
  const [name, asked] = entry;
  const values = optionsOf(asked);
  const question = [data.message, asked.title ?? name, asked.description ?? ''].filter(Boolean).join(': ');
  const answer = await ask(
    shownText(question, 3_000),
    values.map(({ title }) => shownText(title, 200)),
  );
  if (answer === undefined) return { action: 'cancel' };
  const value = answerValue(answer.trim(), asked.type, values);
  return value === undefined ? { action: 'decline' } : { action: 'accept', content: { [name]: value } };
}

type Choice = { readonly value: string; readonly title: string };

function optionsOf({ type, enum: words, oneOf }: z.infer<typeof field>): Choice[] {
  if (type === 'boolean') return ['yes', 'no'].map((value) => ({ value, title: value }));
  const named = oneOf?.map((each) => ({ value: each.const, title: each.title || each.const }));
  return (named ?? words?.map((value) => ({ value, title: value })) ?? []).slice(0, 20);
}

function answerValue(answer: string, type: string, choices: readonly Choice[]): Answer | undefined {
  const said = answer.toLowerCase();
  if (type === 'boolean') {
    if (/^(yes|y|true)\b/.test(said)) return true;
    return /^(no|n|false)\b/.test(said) ? false : undefined;
  }
  if (type === 'number' || type === 'integer') {
    const number = Number(answer);
    const fits = type === 'number' ? Number.isFinite(number) : Number.isInteger(number);
    return answer !== '' && fits ? number : undefined;
  }
  if (type !== 'string') return undefined;
  if (choices.length === 0) return answer;
  return choices.find(({ value, title }) => [value, title].some((word) => word.toLowerCase() === said))
    ?.value;
}
