import { age } from './age.ts';
import { useTicking } from './ticking.ts';

type Props = {
  /** The server's clock, epoch milliseconds. */
  readonly since: number;
  /** Says nothing until it is older than this, milliseconds. */
  readonly over?: number;
  readonly words: string;
  readonly after: string;
};

/** Says how old something is once it is too old, ticking. */
export function OldMark({ since, over = 0, words, after }: Props) {
  const element = useTicking<HTMLSpanElement>((now) => {
    const ms = now - since;
    return ms < over ? '' : `${words} ${age(ms)} ${after}`;
  });
  return <span ref={element} />;
}
