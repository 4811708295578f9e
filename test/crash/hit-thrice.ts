import { armFaultPoint, faultPoint } from '../../src/fault-points.ts';

armFaultPoint(process.argv[2]);
for (const hit of [1, 2, 3]) {
  faultPoint('store.commit.before');
  process.stdout.write(`${hit}\n`);
}
