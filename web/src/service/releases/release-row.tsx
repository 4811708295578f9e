import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import type { ReleaseView } from '../../../../src/contracts/releases.ts';
import { age } from '../../parts/age.ts';
import { AgeMark } from '../../parts/age-mark.tsx';
import record from '../record/record.module.css';
import { releaseName } from './release-name.ts';
import styles from './releases.module.css';
import { RollBack } from './roll-back.tsx';

const states: Readonly<
  Record<ReleaseView['state'], { mark: string; words: string; className: string | undefined }>
> = {
  serving: { mark: '●', words: 'serves now', className: record.good },
  proving: { mark: '◌', words: 'on its way', className: undefined },
  kept: { mark: '○', words: 'kept to go back to', className: record.soft },
  held: { mark: '■', words: 'held: it does not come back by itself', className: record.warn },
  failed: { mark: '✗', words: 'never served', className: record.bad },
  gone: { mark: '–', words: 'its files are removed', className: record.soft },
};

const spansShown = 3;

type Props = {
  service: ServiceView;
  release: ReleaseView;
  serving: ReleaseView | undefined;
  /** Where it is reached, when it is the one that serves. */
  url: string | null;
  /** The release before it, whose commit is known. */
  before: ReleaseView | undefined;
  whyNot: string | null;
};

/** One release: what it is, when it served and why it stopped; compared with others, and gone back to. */
export function ReleaseRow({ service, release, serving, url, before, whyNot }: Props) {
  const { id, state, version, commit, change, reason, at, servedMs, healthy } = release;
  const { mark, words, className } = states[state];
  const facts = [
    commit !== null && `commit ${commit.slice(0, 10)}`,
    servedMs > 0 && `served ${age(servedMs)}`,
    healthy !== null && `healthy ${percent(healthy)} of it`,
    id,
  ].filter(Boolean);
  return (
    <li className={styles.release} data-state={state} data-release={id}>
      <div className={styles.head}>
        <span className={styles.version}>{plainText(version ?? id)}</span>
        {change !== null && <span>change {change}</span>}
        <strong className={className}>
          <span aria-hidden="true">{mark} </span>
          {words}
        </strong>
        <span className={`${record.soft} ${record.small}`}>
          begun <AgeMark since={at} /> ago
        </span>
      </div>
      <p className={`${record.soft} ${record.small}`}>{facts.join(' · ')}</p>
      {reason !== null && <p className={record.small}>{plainText(reason)}</p>}
      <Spans served={release.served} />
      <div className={styles.acts}>
        {url !== null && (
          <Anchor href={url} target="_blank" rel="noreferrer" inherit underline="always">
            Open it
          </Anchor>
        )}
        <Compare release={release} serving={serving} before={before} name={service.name} />
        {release.record !== null && (
          <Link
            to="/services/$name"
            params={{ name: service.name }}
            search={(was) => ({ at: was.at, tab: 'record' as const, record: release.record ?? undefined })}
          >
            What was verified
          </Link>
        )}
        {state !== 'serving' && state !== 'proving' && (
          <RollBack service={service} to={release} serving={serving} whyNot={whyNot} />
        )}
      </div>
    </li>
  );
}

function percent(share: number): string {
  // Never rounded up to whole: trouble is not to be hidden.
  return `${share === 1 ? 100 : Math.floor(share * 1_000) / 10} %`;
}

function Spans({ served }: { served: ReleaseView['served'] }) {
  const [all, setAll] = useState(false);
  if (served.length === 0) return null;
  const newest = [...served].reverse();
  const shown = all ? newest : newest.slice(0, spansShown);
  return (
    <ul className={styles.spans} aria-label="When it served">
      {shown.map(({ from, to, ended }) => (
        <li key={from}>
          <time dateTime={new Date(from).toISOString()}>{timeOf(from)}</time> –{' '}
          {to === null ? (
            'now'
          ) : (
            <>
              <time dateTime={new Date(to).toISOString()}>{timeOf(to)}</time>
              <span className={record.soft}> · {plainText(ended ?? '')}</span>
            </>
          )}
        </li>
      ))}
      {shown.length < served.length && (
        <li>
          <Anchor component="button" type="button" size="sm" onClick={() => setAll(true)}>
            {served.length - shown.length} more times
          </Anchor>
        </li>
      )}
    </ul>
  );
}

function timeOf(at: number): string {
  return new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' });
}

type CompareProps = Pick<Props, 'release' | 'serving' | 'before'> & { name: string };

function Compare({ release, serving, before, name }: CompareProps) {
  if (release.commit === null) return null;
  const sides =
    serving && serving.id !== release.id && serving.commit !== null
      ? { from: release.id, to: serving.id, words: 'What is different now' }
      : before && {
          from: before.id,
          to: release.id,
          words: `What is different to ${plainText(releaseName(before))}`,
        };
  if (!sides) return null;
  const { from, to, words } = sides;
  return (
    <Link
      to="/services/$name"
      params={{ name }}
      search={(was) => ({ at: was.at, tab: 'diff' as const, from, to })}
    >
      {words}
    </Link>
  );
}
