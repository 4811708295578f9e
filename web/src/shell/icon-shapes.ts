/** Drawn in a box of 16 by 16. */
export const iconShapes = {
  line: 'M2 3h3v10H2zM6.5 3h3v7h-3zM11 3h3v4h-3z',
  sessions:
    'M5.5 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 1.6-4 4-4s4 1.5 4 4M11 8a2 2 0 1 0 0-4M11.5 9.7c1.9.2 3 1.6 3 3.8',
  metrics: 'M2 13.5h12M3.5 11l3-4 2.5 2L13 4',
  spec: 'M4 1.8h5.5L13 5.3v8.9H4zM9.3 2v3.5H13M6.3 8.5h4M6.3 11h4',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.4 10.4 14 14',
  clock: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.5V8l2.6 1.6',
  pause: 'M5.5 3v10M10.5 3v10',
  go: 'M5 3v10l8-5z',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  auto: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 2v12',
  light:
    'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  dark: 'M13.5 9.6A6 6 0 1 1 6.4 2.5a5 5 0 0 0 7.1 7.1z',
  keys: 'M1.8 4h12.4v8H1.8zM4.3 6.6h.01M7 6.6h.01M9.7 6.6h.01M11.9 6.6h.01M5 9.6h6',
} as const;

export type IconName = keyof typeof iconShapes;
