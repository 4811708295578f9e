/** What most Node submissions hand in the same way. */
export const nodeDockerfile = (entry: string): string => `FROM node:20-slim
WORKDIR /app
COPY . .
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0
RUN mkdir -p /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK CMD node -e "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
CMD ["node", "${entry}"]
`;

export const envExample = (more = ''): string => `# where the service listens
PORT=8080
HOST=127.0.0.1
# where it keeps its data
DATA_DIR=./data
${more}`;

export const manifest = (fields: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({ version: '1.0.0', private: true, engines: { node: '>=20' }, ...fields }, null, 2)}\n`;
