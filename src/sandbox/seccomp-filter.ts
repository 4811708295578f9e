import {
  allowedSocketFamilies,
  deniedCalls,
  deniedIoctls,
  judgedCalls,
  namespaceFlags,
} from './denied-calls.ts';

/** Constants of `linux/audit.h`, `linux/filter.h`, `linux/seccomp.h` and `asm-generic/errno.h`. */
const machines = {
  x64: { audit: 0xc000_003e, column: 0 },
  arm64: { audit: 0xc000_00b7, column: 1 },
} as const;
const x32Bit = 0x4000_0000;
const op = { load: 0x20, jumpIfEqual: 0x15, jumpIfAtLeast: 0x35, jumpIfAny: 0x45, answer: 0x06 } as const;
const answers = { allow: 0x7fff_0000, kill: 0x8000_0000, error: 0x0005_0000 } as const;
const errno = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 } as const;
const data = { number: 0, machine: 4 } as const;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

/**
 * The program of classic BPF that bubblewrap loads for the command: refuses `deniedCalls` with EPERM, new namespaces,
 * `TIOCSTI` and unusual sockets by argument; another architecture's calls end the process. `arch` is Node's word; null
 * for a machine whose numbers are not known.
 */
export function seccompFilter(arch: string): Buffer | null {
  const machine = arch === 'x64' || arch === 'arm64' ? machines[arch] : undefined;
  if (!machine) return null;
  const { column } = machine;
  const denied = deniedCalls.flatMap((call) => call[column + 1] ?? []);
  const program: Instruction[] = [
    [op.load, 0, 0, data.machine],
    [op.jumpIfEqual, 1, 0, machine.audit],
    [op.answer, 0, 0, answers.kill],
    [op.load, 0, 0, data.number],
    ...(column === 0 ? refuseIf(op.jumpIfAtLeast, x32Bit) : []),
    ...denied.flatMap((number) => refuseIf(op.jumpIfEqual, Number(number))),
    // Its flags lie in memory, where they cannot be judged; the C library falls back to `clone`.
    ...refuseIf(op.jumpIfEqual, judgedCalls.clone3[column], errno.ENOSYS),
    ...judge(judgedCalls.clone[column], 0, refuseIf(op.jumpIfAny, namespaceFlags & ~0x80)),
    ...judge(judgedCalls.unshare[column], 0, refuseIf(op.jumpIfAny, namespaceFlags)),
    ...judge(
      judgedCalls.ioctl[column],
      1,
      deniedIoctls.flatMap((request) => refuseIf(op.jumpIfEqual, request)),
    ),
    ...judge(judgedCalls.socket[column], 0, [
      ...allowedSocketFamilies.flatMap((family): Instruction[] => [
        [op.jumpIfEqual, 0, 1, family],
        [op.answer, 0, 0, answers.allow],
      ]),
      [op.answer, 0, 0, answers.error | errno.EAFNOSUPPORT],
    ]),
    [op.answer, 0, 0, answers.allow],
  ];
  return bytesOf(program);
}

function refuseIf(test: number, operand: number, error: number = errno.EPERM): Instruction[] {
  return [
    [test, 0, 1, operand],
    [op.answer, 0, 0, answers.error | error],
  ];
}

/** Looks at the lower half of an argument of one call, which is all the kernel heeds of the arguments judged here. */
function judge(number: number, argument: number, verdict: readonly Instruction[]): Instruction[] {
  return [
    [op.jumpIfEqual, 0, verdict.length + 2, number],
    [op.load, 0, 0, 16 + argument * 8],
    ...verdict,
    [op.answer, 0, 0, answers.allow],
  ];
}

function bytesOf(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, ifTrue, ifFalse, operand]] of program.entries()) {
    const at = index * 8;
    bytes.writeUInt16LE(code, at);
    bytes.writeUInt8(ifTrue, at + 2);
    bytes.writeUInt8(ifFalse, at + 3);
    bytes.writeUInt32LE(operand >>> 0, at + 4);
  }
  return bytes;
}
