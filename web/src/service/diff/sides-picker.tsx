import { Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { releasesResponse } from '../../../../src/contracts/releases.ts';
import {
  type DiffResponse,
  type SubmissionView,
  submissionsResponse,
} from '../../../../src/contracts/submissions.ts';
import { useMade } from '../record/use-made.ts';
import { releaseName } from '../releases/release-name.ts';
import styles from './diff.module.css';

type Option = { readonly value: string; readonly label: string };
type Props = {
  readonly service: ServiceView;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly shown: DiffResponse | undefined;
};

/** Chooses the two that are compared; the choice is in the address. */
export function SidesPicker({ service, from, to, shown }: Props) {
  const navigate = useNavigate({ from: '/services/$name' });
  const { data: made } = useMade(service, 'submissions', submissionsResponse);
  const { data: released } = useMade(service, 'releases', releasesResponse);
  const handedIn = (made?.submissions ?? []).map((each) => ({ value: each.commit, label: labelOf(each) }));
  const releases = (released?.releases ?? []).flatMap(({ id, version, change, commit, state }) =>
    commit === null
      ? []
      : [
          {
            value: id,
            label: plainText(
              [releaseName({ id, version, change }), commit.slice(0, 8), state === 'serving' && 'serves now']
                .filter(Boolean)
                .join(' · '),
            ),
          },
        ],
  );
  const groups = [
    { group: 'Handed in', items: unique(handedIn) },
    { group: 'Releases', items: releases },
  ];
  const known = new Set(groups.flatMap(({ items }) => items.map(({ value }) => value)));
  const others = (value: string | undefined, name: string | undefined): Option[] =>
    value === undefined || known.has(value) ? [] : [{ value, label: name ?? value }];
  const start = { value: 'start', label: 'what it started from' };
  const nothing = { value: 'nothing', label: 'nothing: show all of it' };
  return (
    <>
      <Select
        className={styles.side ?? ''}
        label="What is different in"
        data={[...groups, ...others(to, shown && `${shown.to.name} · ${shown.to.commit.slice(0, 8)}`)]}
        value={to ?? shown?.to.commit ?? null}
        allowDeselect={false}
        searchable
        onChange={(value) =>
          void navigate({ search: (was) => ({ ...was, to: value ?? undefined, from: undefined }) })
        }
      />
      <Select
        className={styles.side ?? ''}
        label="against"
        data={[
          start,
          nothing,
          ...groups,
          ...others(from === 'nothing' ? undefined : from, shown?.from?.name),
        ]}
        value={from ?? 'start'}
        allowDeselect={false}
        searchable
        onChange={(value) =>
          void navigate({
            search: (was) => ({ ...was, from: value === 'start' ? undefined : (value ?? undefined) }),
          })
        }
      />
    </>
  );
}

function unique(options: readonly Option[]): Option[] {
  return [...new Map(options.map((option) => [option.value, option])).values()];
}

function labelOf({ kind, work, session, change, commit, verdict, serves }: SubmissionView): string {
  const what = kind === 'hand-edit' ? 'edited by hand' : `${work ?? 'work'} by ${session ?? 'nobody known'}`;
  const parts = [
    what,
    change !== null && `change ${change}`,
    verdict ?? 'not verified yet',
    serves && 'serves now',
  ];
  return plainText([...parts.filter(Boolean), commit.slice(0, 8)].join(' · '));
}
