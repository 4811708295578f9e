import { join } from 'node:path';
import { startService } from '../acceptance/start-service.ts';
import { type Check, failedCheck, inconclusiveCheck, passedCheck } from '../check.ts';
import type { GateContext } from '../gate-context.ts';

const reads = ['/health', '/capabilities', '/state', '/dependencies'];
const writes = ['/message', '/send'];

/** The six endpoints by which services of one fleet speak to each other. */
export async function udcLevel(context: GateContext): Promise<Check[]> {
  const { room, stack } = context;
  const started = await startService(room, stack, {
    data: join(room.directory, 'udc-data'),
    release: `r-${context.random.fork('udc').word(10)}`,
    withinMs: context.startMs,
  });
  if ('problem' in started) {
    const { kind, text } = started.problem;
    return ['missing', 'failed', 'occupied'].includes(kind)
      ? [inconclusiveCheck('udc', 'environment', text)]
      : [failedCheck('udc', [`It does not start: ${text}`])];
  }
  const { service } = started;
  const reasons: string[] = [];
  for (const path of reads) {
    const { answer } = await service.ask({ method: 'GET', path });
    if (answer?.status !== 200)
      reasons.push(`GET ${path} answers ${answer?.status ?? 'nothing'} and not 200`);
  }
  for (const path of writes) {
    const { answer } = await service.ask({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: 'andon', to: context.order.service.name, type: 'ping', payload: {} }),
    });
    const status = answer?.status ?? 0;
    if (status === 0 || status === 404 || status === 405 || status >= 500)
      reasons.push(`POST ${path} answers ${answer?.status ?? 'nothing'}: it has to take a message`);
  }
  await service.stop(0);
  return [reasons.length === 0 ? passedCheck('udc') : failedCheck('udc', reasons)];
}
