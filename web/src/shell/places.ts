import type { IconName } from './icon-shapes.ts';

type Place = {
  readonly to: '/' | '/sessions' | '/figures' | '/specs/new';
  readonly label: string;
  readonly icon: IconName;
};

/** The pages one can go to from everywhere. */
export const places: readonly Place[] = [
  { to: '/', label: 'Line', icon: 'line' },
  { to: '/sessions', label: 'Sessions', icon: 'sessions' },
  { to: '/figures', label: 'Metrics', icon: 'metrics' },
  { to: '/specs/new', label: 'New spec', icon: 'spec' },
];

/** Whether an address belongs to a place: services belong to the line. */
export function isAt(to: string, path: string): boolean {
  return to === '/' ? path === '/' || path.startsWith('/services/') : path === to;
}
