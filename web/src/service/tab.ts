import type { ServiceView } from '../../../src/contracts/board.ts';

/** What each tab of the service page is given. */
export type TabProps = { readonly service: ServiceView };
