/** Named priorities, those of the command line too; one point is worth as much as machines/policy/urgency.ts says. */
export const levels = [
  { name: 'urgent', label: 'Before everything else', priority: 1_000 },
  { name: 'high', label: 'Sooner', priority: 100 },
  { name: 'normal', label: 'As usual', priority: 0 },
  { name: 'low', label: 'Later', priority: -100 },
] as const;
