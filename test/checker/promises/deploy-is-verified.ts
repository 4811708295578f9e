import type { LinePromise } from '../watch.ts';

type Checked = { readonly gate: string; readonly commit: string };

/** Only a commit whose own test gate has passed is deployed, under the record of that very verification. */
export const deployIsVerified: LinePromise = {
  name: 'nothing is deployed without a passing verification of exactly those bytes',
  watch(judge) {
    const asked = new Map<string, Checked>();
    const journaled = new Map<string, Checked>();
    const ran = new Map<string, Checked>();
    return {
      step({ kind, id, event, effects }) {
        if (kind !== 'service') return;
        if (event.type === 'VerificationFinished' && event.verdict === 'passed' && event.hasTests !== false) {
          const checked = asked.get(event.verification);
          if (checked && event.record !== undefined) journaled.set(`${id} ${event.record}`, checked);
        }
        for (const effect of effects) {
          if (effect.type === 'verify') asked.set(effect.verification, effect);
          if (effect.type !== 'deploy') continue;
          const record = journaled.get(`${id} ${effect.record}`);
          judge(
            isTestOf(record, effect.commit),
            () => `${id} asks to deploy ${effect.commit} under ${effect.record}, ${said(record)}`,
          );
        }
      },
      observe(observation) {
        if (observation.what === 'verified' && observation.verdict === 'passed' && observation.record) {
          ran.set(`${observation.service} ${observation.record}`, observation);
        }
        if (observation.what === 'deploy-began') {
          const { service, commit, record } = observation;
          const found = ran.get(`${service} ${record}`);
          judge(
            isTestOf(found, commit),
            () => `${service} deploys ${commit} under ${record}, ${said(found)}`,
          );
        }
      },
    };
  },
};

function isTestOf(record: Checked | undefined, commit: string): boolean {
  return record?.gate === 'test' && record.commit === commit;
}

function said(record: Checked | undefined): string {
  return record ? `which is the ${record.gate} gate of ${record.commit}` : 'and there is no such record';
}
