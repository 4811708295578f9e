import { servicesResponse } from '../../src/contracts/api.ts';
import type { ServiceView } from '../../src/contracts/board.ts';
import type { ServiceState } from '../../src/coordinator/coordinator.port.ts';
import { ScriptedLine } from '../board/scripted-line.ts';

/** The service as a board is told of it. */
export function viewOf(state: ServiceState): ServiceView {
  const line = new ScriptedLine();
  line.commit(state);
  const [view] = servicesResponse.parse({ services: line.views().services() }).services;
  if (!view) throw new Error('there is no view');
  return view;
}
