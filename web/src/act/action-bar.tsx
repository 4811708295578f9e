import { Button, Group, Menu, Text } from '@mantine/core';
import type { Offer } from '../../../src/contracts/acts.ts';
import type { ServiceView } from '../../../src/contracts/board.ts';
import { actWords, arrange } from './act-words.ts';
import { useBegin } from './acting.tsx';
import styles from './action-bar.module.css';
import { OfferButton } from './offer-button.tsx';
import { useReadOnly } from './use-act.tsx';
import { useOffers } from './use-offers.ts';

/** What can be done to a service: what is likeliest now as buttons, all else in a menu, each with its reason when not. */
export function ActionBar({ service }: { service: ServiceView }) {
  const { data, error } = useOffers(service);
  const readOnly = useReadOnly();
  const { near, far } = arrange(service, data?.offers ?? fallback(service));
  return (
    <Group gap="xs" role="group" aria-label={`Acts on ${service.name}`}>
      {near.map((offer, index) => (
        <OfferButton
          key={offer.act}
          offer={offer}
          service={service}
          first={index === 0 && (offer.act === 'approve' || offer.act === 'retry')}
        />
      ))}
      {(far.length > 0 || error) && (
        <Menu position="bottom-end" width={320} withinPortal={false} trapFocus>
          <Menu.Target>
            <Button size="compact-md" variant="default">
              More acts
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {error && <Text p="xs">What can be done is not known now: {error.message}</Text>}
            {[...far.filter(({ allowed }) => allowed), ...far.filter(({ allowed }) => !allowed)].map(
              (offer) => (
                <FarAct key={offer.act} offer={offer} service={service} readOnly={readOnly} />
              ),
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}

/** Until the line has said what it offers, a service can be paused: the line takes that in every state. */
function fallback({ paused }: ServiceView): readonly Offer[] {
  return [{ act: paused ? 'resume' : 'pause', allowed: true, why: null }];
}

type FarProps = { offer: Offer; service: ServiceView; readOnly: string | null };

/** What cannot be done stays in reach of the keyboard, with the reason below its name. */
function FarAct({ offer: { act, allowed, why }, service, readOnly }: FarProps) {
  const begin = useBegin();
  const reason = allowed ? readOnly : (why ?? 'The line would do nothing now.');
  return (
    <Menu.Item
      aria-disabled={reason !== null}
      closeMenuOnClick={reason === null}
      className={reason === null ? '' : styles.off}
      {...(act === 'retire' && reason === null ? { c: 'var(--bad)' } : {})}
      onClick={() => {
        if (reason === null) begin(act, service);
      }}
    >
      {actWords[act]}
      {reason !== null && <span className={styles.why}>{reason}</span>}
    </Menu.Item>
  );
}
