/** `src/main.js`: the process. */
export const mainModule = `import { createService } from './server.js';

const service = await createService({
  dataDir: process.env.DATA_DIR ?? './data',
  release: process.env.ANDON_RELEASE ?? 'dev',
});
const port = await service.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1');
console.log('listening on port ' + port);

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, async () => {
    await service.close();
    process.exit(0);
  });
}
`;
