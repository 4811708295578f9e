import type { LinePromise } from '../watch.ts';

/** What answers for a service was deployed for it, as those bytes; and at rest it is what the machine says. */
export const servesWhatWasDeployed: LinePromise = {
  name: 'only what was deployed serves',
  watch(judge) {
    const deployed = new Map<string, string>();
    const serving = new Map<string, string>();
    return {
      observe(observation) {
        if (observation.what === 'deploy-began') {
          deployed.set(`${observation.service} ${observation.release}`, observation.commit);
        }
        if (observation.what === 'serves') {
          const { service, release, commit } = observation;
          const known = deployed.get(`${service} ${release}`);
          judge(known === commit, () => `${release} of ${service} serves ${commit}, deployed was ${known}`);
          serving.set(service, release);
        }
      },
      end({ settled }, _at, fold) {
        if (!settled) return;
        for (const [service, release] of serving) {
          const now = fold.service(service);
          if (!now || now.live === 'none' || now.live === 'down') continue;
          const said = now.context.live.release?.id;
          judge(said === release, () => `${release} of ${service} serves, and its machine says ${said}`);
        }
      },
    };
  },
};
