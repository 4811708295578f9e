import type { ServiceView } from '../../../../src/contracts/board.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { type RecordView, recordView, verificationsResponse } from '../../../../src/contracts/records.ts';
import record from '../record/record.module.css';
import { RecordPicker, useChosenRecord } from '../record/record-picker.tsx';
import { took } from '../record/took.ts';
import { useMade } from '../record/use-made.ts';
import { VerdictMark } from '../record/verdict-mark.tsx';
import type { TabProps } from '../tab.ts';
import { CoverageList } from './coverage-list.tsx';
import { RunHistory } from './run-history.tsx';
import { TestList } from './test-list.tsx';

/** What became of each test, how much of the source they ran, and how that went over time. */
export default function TestsTab({ service }: TabProps) {
  const { data, error } = useMade(service, 'verifications', verificationsResponse);
  const runs = data?.verifications.filter(({ gate }) => gate === 'test');
  const chosen = useChosenRecord(runs);
  if (error) return <p className={record.bad}>The test reports cannot be read now: {error.message}</p>;
  if (!runs) return <p className={record.soft}>Reading the test reports …</p>;
  if (chosen === null) {
    return (
      <p className={record.soft}>
        No tests of {service.name} were run yet. They are run in the clean room as soon as a build is
        complete.
      </p>
    );
  }
  return (
    <div className={record.page}>
      <div className={record.bar}>
        <RecordPicker records={runs} chosen={chosen} />
        <RunHistory runs={runs} chosen={chosen} />
      </div>
      <Report service={service} id={chosen} />
    </div>
  );
}

function Report({ service, id }: { service: ServiceView; id: string }) {
  const { data, error } = useMade(service, `records/${encodeURIComponent(id)}`, recordView);
  if (error) return <p className={record.bad}>{error.message}</p>;
  if (!data) return <p className={record.soft}>Reading {id} …</p>;
  const { result, tests, covered, finishedAt, startedAt } = data.record;
  const { tests: counts, coverage } = result;
  return (
    <article className={record.page} aria-label={`Test report of ${id}`}>
      <p>
        <VerdictMark verdict={result.verdict} kind={result.class} />{' '}
        <span className={record.soft}>
          {counts
            ? `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped of ${counts.total}`
            : 'no test was counted'}
          {` · the whole gate took ${took(finishedAt - startedAt)}`}
        </span>
      </p>
      <div className={record.columns}>
        <section className={record.card} aria-labelledby="tests">
          <h3 id="tests" className={record.title}>
            Tests
          </h3>
          <TestList tests={tests} total={counts?.total ?? tests.length} reasons={result.reasons} />
        </section>
        <div className={record.page}>
          <section className={record.card} aria-labelledby="coverage">
            <h3 id="coverage" className={record.title}>
              Coverage{coverage !== undefined && ` ${Math.floor(coverage)} %`}
            </h3>
            <CoverageList files={covered} />
          </section>
          <Noticed record={data.record} />
        </div>
      </div>
    </article>
  );
}

/** Small faults that were put into the code, and those that no test noticed. */
function Noticed({ record: { checks, result } }: { record: RecordView['record'] }) {
  const check = checks.find(({ name }) => name === 'mutation');
  if (!check) return null;
  const { run, survived } = check.facts;
  return (
    <section className={record.card} aria-labelledby="noticed">
      <h3 id="noticed" className={record.title}>
        Small faults noticed{result.mutation !== undefined && ` ${Math.floor(result.mutation)} %`}
      </h3>
      <p className={record.small}>
        {run === undefined
          ? `Not tried: ${check.reasons[0] ?? check.status}`
          : `${String(run)} were put into the code one by one; ${String(survived)} of them no test noticed.`}
      </p>
      {run !== undefined && check.reasons.length > 0 && (
        <ul className={record.reasons}>
          {check.reasons.map((reason) => (
            <li key={reason}>{plainText(reason)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
