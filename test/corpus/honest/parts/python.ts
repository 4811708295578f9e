/** What most Python submissions hand in the same way. */
export const pythonDockerfile = (command = '"python", "src/main.py"'): string => `FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
ENV PYTHONUNBUFFERED=1 DATA_DIR=/data HOST=0.0.0.0
RUN useradd --create-home app && mkdir -p /data && chown app /data
USER app
EXPOSE 8080
CMD [${command}]
`;

export const pythonRequirements = `# the standard library is enough
`;

export const envExample = (): string => `PORT=8080
HOST=127.0.0.1
DATA_DIR=./data
`;
