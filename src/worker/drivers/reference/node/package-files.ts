import type { ServiceModel } from '../../../../spec-model/model/service-model.ts';

/** `package.json`: no dependencies; the marker says who wrote it. */
export function packageJson(model: ServiceModel): string {
  const content = {
    name: model.name,
    version: '1.0.0',
    private: true,
    type: 'module',
    generator: 'andon-reference',
    engines: { node: '>=20' },
    scripts: { start: 'node src/main.js', test: 'node --test' },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** `Dockerfile`: the service alone, not as root, its data in a volume. */
export const dockerfile = `FROM node:20-slim
WORKDIR /app
COPY package.json ./
COPY src ./src
ENV PORT=8080 HOST=0.0.0.0 DATA_DIR=/data
RUN mkdir -p /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK CMD node -e "fetch('http://127.0.0.1:'+process.env.PORT+'/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"
CMD ["node", "src/main.js"]
`;

/** `.env.example`: every setting with its default. */
export const envExample = `# Port and address to listen on
PORT=8080
HOST=127.0.0.1
# Directory the data is kept in
DATA_DIR=./data
# Shown by /health
ANDON_RELEASE=dev
`;
