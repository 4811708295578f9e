import { type ReleaseView, releasesResponse } from '../../../../src/contracts/releases.ts';
import { useOffers } from '../../act/use-offers.ts';
import record from '../record/record.module.css';
import { useMade } from '../record/use-made.ts';
import type { TabProps } from '../tab.ts';
import { ReleaseRow } from './release-row.tsx';
import styles from './releases.module.css';

/** Every release there was: when it served, why it stopped, and the way back to it. */
export default function ReleasesTab({ service }: TabProps) {
  const { data, error } = useMade(service, 'releases', releasesResponse);
  const { data: offers } = useOffers(service);
  if (error) return <p className={record.bad}>The releases cannot be read now: {error.message}</p>;
  if (!data) return <p className={record.soft}>Reading the releases …</p>;
  const { releases, url } = data;
  if (releases.length === 0) {
    return (
      <p className={record.soft}>
        Nothing of {service.name} is released yet. A build that passes its tests is, by itself.
      </p>
    );
  }
  const serving = releases.find(({ state }) => state === 'serving');
  const offer = offers?.offers.find(({ act }) => act === 'roll-back');
  const back = new Set(offers?.releases.map(({ id }) => id));
  const whyNot = ({ id, state }: ReleaseView): string | null => {
    if (!offers) return 'What may be done is not known yet.';
    if (offer && !offer.allowed) return offer.why ?? 'It cannot be rolled back now.';
    if (back.has(id)) return null;
    if (state === 'gone') return 'Its files were removed: only the newest releases are kept.';
    if (state === 'held') return 'It did not stand in production and is not served again.';
    if (state === 'failed') return 'It never served.';
    return 'It cannot be gone back to.';
  };
  return (
    <div className={record.page}>
      <ol className={styles.list} aria-label={`Releases of ${service.name}`}>
        {releases.map((release) => (
          <ReleaseRow
            key={release.id}
            service={service}
            release={release}
            serving={serving}
            url={release === serving ? url : null}
            before={releases.find(
              ({ id, at, commit }) => id !== release.id && at < release.at && commit !== null,
            )}
            whyNot={whyNot(release)}
          />
        ))}
      </ol>
    </div>
  );
}
