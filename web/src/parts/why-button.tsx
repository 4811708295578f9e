import { Button, type ButtonProps, Tooltip } from '@mantine/core';

type Props = ButtonProps & {
  /** Why it cannot be pressed now, in a sentence; null: it can. */
  readonly why: string | null;
  readonly onClick: () => void;
  /** Pressed already, and not done. */
  readonly busy?: boolean;
};

/** A button that says why where it cannot be pressed, and stays in reach of the keyboard. */
export function WhyButton({ why, onClick, busy = false, children, ...looks }: Props) {
  const off = why !== null || busy;
  return (
    <Tooltip
      label={why}
      disabled={why === null}
      multiline
      maw={320}
      withArrow
      events={{ hover: true, focus: true, touch: true }}
    >
      <Button
        size="compact-md"
        variant="default"
        {...looks}
        {...(why === null ? {} : { 'data-disabled': true, 'aria-description': why })}
        aria-disabled={off}
        onClick={() => {
          if (!off) onClick();
        }}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
