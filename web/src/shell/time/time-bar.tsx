import { Button, Group, Slider, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { type MomentView, momentsResponse } from '../../../../src/contracts/moments.ts';
import { read } from '../../api/client.ts';
import { useToken } from '../../api/use-token.ts';
import { age } from '../../parts/age.ts';
import { fromLocal, toLocal } from './local-time.ts';
import styles from './time-bar.module.css';

type Props = {
  readonly at: number;
  /** The server's clock, epoch milliseconds. */
  readonly now: number;
  readonly loading: boolean;
  readonly leftOut: readonly string[];
  readonly goTo: (at: number | undefined) => void;
};

/** Says that this is the past, which moment of it, and goes to others: by the slider, by the clock, event by event. */
export default function TimeBar({ at, now, loading, leftOut, goTo }: Props) {
  const token = useToken();
  const { data: around } = useQuery({
    queryKey: ['moments', at],
    queryFn: ({ signal }) => read(`/api/moments?at=${at}`, momentsResponse, { token, signal }),
    placeholderData: keepPreviousData,
  });
  const [sliding, setSliding] = useState(at);
  useEffect(() => setSliding(at), [at]);
  const first = Math.min(around?.first ?? at, at);
  const said = `${new Date(at).toLocaleString()}, ${age(now - at)} ago`;
  useStepKeys(around?.earlier, around?.later, goTo);
  return (
    <section className={styles.bar} aria-label="Time travel" aria-busy={loading}>
      <p className={styles.words}>
        <span aria-hidden="true">◷ </span>
        <strong>The past.</strong> <span role="status">This is the line as it was at {said}.</span>{' '}
        {around?.here && (
          <span className={styles.soft}>
            Last event: {around.here.type} of {around.here.of}
          </span>
        )}
      </p>
      {leftOut.length > 0 && (
        <details className={styles.words}>
          <summary>What nobody knows any more of that moment</summary>
          <ul>
            {leftOut.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </details>
      )}
      <div className={styles.slider}>
        <Slider
          min={first}
          max={Math.max(now, first + 1)}
          step={1_000}
          value={sliding}
          onChange={setSliding}
          onChangeEnd={goTo}
          label={(value) => new Date(value).toLocaleString()}
          thumbLabel="Moment"
        />
      </div>
      <Group gap="xs">
        <Step way="Earlier" sign="‹" event={around?.earlier} goTo={goTo} />
        <Step way="Later" sign="›" event={around?.later} goTo={goTo} />
        <ClockField key={at} at={at} goTo={goTo} />
        <Button size="compact-md" variant="filled" onClick={() => goTo(undefined)}>
          Back to now
        </Button>
      </Group>
    </section>
  );
}

type StepProps = { way: string; sign: string; event: MomentView | null | undefined; goTo: Props['goTo'] };

function Step({ way, sign, event, goTo }: StepProps) {
  const label = event ? `${way} event: ${event.type} of ${event.of}` : `No ${way.toLowerCase()} event`;
  return (
    <Button
      size="compact-md"
      variant="default"
      aria-label={label}
      title={label}
      aria-disabled={!event}
      {...(event ? {} : { 'data-disabled': true })}
      onClick={() => event && goTo(event.at)}
    >
      <span aria-hidden="true">{sign}</span>
    </Button>
  );
}

function ClockField({ at, goTo }: { at: number; goTo: Props['goTo'] }) {
  const [text, setText] = useState(toLocal(at));
  const commit = () => {
    const moment = fromLocal(text);
    if (moment !== undefined && text !== toLocal(at)) goTo(Math.min(moment, Date.now()));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    commit();
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        type="datetime-local"
        step={1}
        size="xs"
        aria-label="Moment, by the clock"
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
        onBlur={commit}
      />
    </form>
  );
}

/** `[` and `]` step along the events. */
function useStepKeys(
  earlier: MomentView | null | undefined,
  later: MomentView | null | undefined,
  goTo: Props['goTo'],
): void {
  useEffect(() => {
    const listen = ({ key, target }: KeyboardEvent) => {
      if (target instanceof HTMLElement && target.closest('input, textarea, [role="dialog"]')) return;
      const event = key === '[' ? earlier : key === ']' ? later : null;
      if (event) goTo(event.at);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [earlier, later, goTo]);
}
