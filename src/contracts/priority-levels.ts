/**
 * The named priorities of a service. One point is worth as much as a ticket gains by waiting once for `ageingMs`
 * (`machines/policy/limits.ts`): with the default an urgent one passes what has waited for less than a week.
 */
export const priorityLevels = [
  { name: 'urgent', label: 'Before everything else', priority: 1_000 },
  { name: 'high', label: 'Sooner', priority: 100 },
  { name: 'normal', label: 'As usual', priority: 0 },
  { name: 'low', label: 'Later', priority: -100 },
] as const;
