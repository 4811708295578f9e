import type { Machine } from '../../agents/machine.ts';
import { type SshTarget, sshScript } from './ssh-command.ts';
import { runSsh, type SshEnd, unreachable } from './ssh-process.ts';

const path = 'PATH="$HOME/.local/bin:$HOME/bin:/usr/local/bin:$PATH"; export PATH';
const expand = `case "$1" in "~/"*) file="$HOME/\${1#"~/"}" ;; *) file="$1" ;; esac`;

/** Another machine as a probe sees it; `env` is what agents get there of this worker's. */
export function sshMachine(target: SshTarget, env: Readonly<Record<string, string>>): Machine {
  const ask = async (script: string, args: readonly string[]): Promise<SshEnd> => {
    const end = await runSsh(target, sshScript(target, [], script, args), { withinMs: 30_000 });
    if (end.exit === 255 || end.exit === null) throw new Error(unreachable(target, end.stderr));
    return end;
  };
  return {
    name: target.host,
    env,
    hasProgram: async (name) => (await ask(`${path}; command -v "$1" > /dev/null`, [name])).exit === 0,
    async run(argv) {
      const { exit, stdout, stderr } = await ask(`${path}; exec "$@" < /dev/null`, argv);
      return { exit, output: `${stdout}${stderr}` };
    },
    hasFile: async (file) => (await ask(`${expand}; test -e "$file"`, [file])).exit === 0,
    async text(file) {
      const { exit, stdout } = await ask(`${expand}; head -c 262144 "$file"`, [file]);
      return exit === 0 ? stdout : undefined;
    },
    async node() {
      const { stdout } = await ask(`${path}; node --version`, []);
      return Number(/^v(\d+)/.exec(stdout.trim())?.[1] ?? 0);
    },
  };
}
