import { age } from '../parts/age.ts';

/** Said where nothing is known: never a zero. */
export const notYet = 'not enough yet';

export function spanText(ms: number | null): string {
  return ms === null ? notYet : age(ms);
}

export function shareText(share: number | null): string {
  return share === null ? notYet : `${Math.round(share * 100)} %`;
}

/** Deployments as people say them: `3.2 a day`, `2 a week`. */
export function rateText(perDay: number | null): string {
  if (perDay === null) return notYet;
  return perDay >= 1 ? `${tenth(perDay)} a day` : `${tenth(perDay * 7)} a week`;
}

export function moneyText(usd: number | null): string {
  return usd === null ? 'unknown' : `$${usd.toFixed(usd !== 0 && usd < 0.1 ? 3 : 2)}`;
}

/** `21 Nov`, in the reader's words, of a local day of the server. */
export function dayText(day: string): string {
  return new Date(`${day}T12:00`).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

export function momentText(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

function tenth(value: number): string {
  return String(Math.round(value * 10) / 10);
}
