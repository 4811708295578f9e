// Sets a fresh clone up and runs it: plain JavaScript, because nothing is installed when it starts.
//   node src/bootstrap.mjs start|build|install|andon …
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const say = (line) => process.stderr.write(`andon: ${line}\n`);

function needNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    say(`Node ${process.versions.node} is too old; Andon needs Node 20.19 or newer (https://nodejs.org)`);
    process.exit(1);
  }
}

function run(command, args) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    say(`"${command} ${args.join(' ')}" failed${done.error ? `: ${done.error.message}` : ''}; see above`);
    process.exit(done.status ?? 1);
  }
}

/** What is installed is what the lock file says. */
function install() {
  const stamp = join(root, 'node_modules', '.andon-lock');
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing packages (npm ci) …');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

/** dist/ is newer than everything it is made of. */
function build() {
  const stamp = join(root, 'dist', '.built');
  const sources = ['src', 'machines', 'web', 'package-lock.json', 'tsconfig.json'].map((name) =>
    join(root, name),
  );
  if (existsSync(stamp) && statSync(stamp).mtimeMs > Math.max(...sources.map(newest))) return;
  say('building …');
  run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'src/tsconfig.build.json']);
  run(process.execPath, [
    join('node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    'web',
    '--logLevel',
    'warn',
  ]);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
}

function andon(args) {
  const child = spawn(process.execPath, [join(root, 'dist', 'src', 'main.js'), ...args], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

needNode();
const [task, ...args] = process.argv.slice(2);
install();
if (task === 'install') process.exit(0);
build();
if (task === 'build') process.exit(0);
andon(task === 'start' ? ['up', ...args] : args);
