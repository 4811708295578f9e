import { type IconName, iconShapes } from './icon-shapes.ts';

/** A small drawn sign; the word beside it, or the label around it, says the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="17"
      height="17"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      <path d={iconShapes[name]} />
    </svg>
  );
}
