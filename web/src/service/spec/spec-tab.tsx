import { Button, Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { isLookedAt, type SpecResponse, specResponse } from '../../../../src/contracts/specs.ts';
import { useRead } from '../../api/use-read.ts';
import { useLive } from '../../live/use-live.ts';
import MarkdownText, { type Beside } from '../../spec/markdown-text.tsx';
import { Notice } from '../../spec/notice.tsx';
import type { TabProps } from '../tab.ts';
import { EvidenceNote, RecordLink } from './evidence-note.tsx';
import styles from './spec-tab.module.css';

/** The spec as it reads, with what is known of each statement beside it. */
export default function SpecTab({ service }: TabProps) {
  const path = `/api/services/${encodeURIComponent(service.name)}/spec`;
  const { data, error } = useRead(['service', service.id, 'spec'], path, specResponse);
  const past = useLive(({ at }) => at) !== null;
  if (error)
    return (
      <Notice tone="bad" title="The spec could not be read">
        {error.message}
      </Notice>
    );
  if (!data) return <Skeleton height={420} />;
  return (
    <div className={styles.tab}>
      {past && <Notice tone="soft" title="This is the spec as it is now; only the line is shown as it was" />}
      <div className={styles.head}>
        <Summary spec={data} />
        <Button
          renderRoot={(props) => <Link to="/specs/$name" params={{ name: service.name }} {...props} />}
          variant="default"
          size="compact-md"
        >
          {data.hash === null ? 'Write it' : 'Edit'}
        </Button>
      </div>
      {data.problems.length > 0 && (
        <Notice tone="warn" title="The spec gate lets it not pass">
          <ul>
            {data.problems.map(({ line, text }) => (
              <li key={`${line} ${text}`}>
                line {line}: {text}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Reading spec={data} />
    </div>
  );
}

function Summary({ spec }: { spec: SpecResponse }) {
  const { service, path, hash, requirements, verified, earlier } = spec;
  const checked = requirements.filter(isLookedAt).length;
  return (
    <p>
      <code>{path}</code>
      {hash === null && ' does not exist yet. '}
      {hash !== null && verified && (
        <>
          : {checked} of {requirements.length} statements were looked at when commit{' '}
          <code>{verified.commit.slice(0, 10)}</code> was verified ({verified.verdict}; see{' '}
          <RecordLink service={service} record={verified.record} />)
        </>
      )}
      {hash !== null && !verified && (
        <>: nothing was verified under this text yet{earlier && ', only under an earlier one'}</>
      )}
    </p>
  );
}

function Reading({ spec: { text, requirements } }: { spec: SpecResponse }) {
  const beside: Beside = useCallback(
    (from, to) => {
      const there = requirements.filter(({ line }) => line >= from && line <= to);
      return there.length > 0 ? <EvidenceNote requirements={there} /> : null;
    },
    [requirements],
  );
  return <MarkdownText text={plainText(text)} beside={beside} />;
}
