import { describe, expect, it } from 'vitest';
import { deniedCalls } from '../../src/sandbox/denied-calls.ts';
import { seccompFilter } from '../../src/sandbox/seccomp-filter.ts';

const audit = { x64: 0xc000_003e, arm64: 0xc000_00b7, i386: 0x4000_0003 };
const allow = 0x7fff_0000;
const kill = 0x8000_0000;
const refused = (errno: number) => 0x0005_0000 + errno;

/** What the kernel would answer: classic BPF over `struct seccomp_data`. */
function answerOf(program: Buffer, call: { audit: number; number: number; args?: number[] }): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number, 0);
  data.writeUInt32LE(call.audit, 4);
  for (const [index, value] of (call.args ?? []).entries())
    data.writeBigUInt64LE(BigInt(value), 16 + index * 8);
  let accumulator = 0;
  for (let at = 0; at < program.length; at += 8) {
    const operand = program.readUInt32LE(at + 4);
    const jump = (yes: boolean) => {
      at += 8 * program.readUInt8(at + (yes ? 2 : 3));
    };
    switch (program.readUInt16LE(at)) {
      case 0x20:
        accumulator = data.readUInt32LE(operand);
        break;
      case 0x15:
        jump(accumulator === operand);
        break;
      case 0x35:
        jump(accumulator >= operand);
        break;
      case 0x45:
        jump((accumulator & operand) !== 0);
        break;
      case 0x06:
        return operand;
      default:
        throw new Error(`not an instruction: ${program.readUInt16LE(at)}`);
    }
  }
  throw new Error('it fell off the end');
}

const machines = [
  { arch: 'x64', column: 1, read: 0, clone: 56, clone3: 435, unshare: 272, ioctl: 16, socket: 41 },
  { arch: 'arm64', column: 2, read: 63, clone: 220, clone3: 435, unshare: 97, ioctl: 29, socket: 198 },
] as const;

describe.each(machines)('the system call filter of $arch', ({ arch, column, ...numbers }) => {
  const program = seccompFilter(arch) ?? Buffer.alloc(0);
  const ask = (number: number, ...args: number[]) => answerOf(program, { audit: audit[arch], number, args });

  it('lets ordinary calls through', () => {
    expect(ask(numbers.read)).toBe(allow);
    expect(ask(435 + 5)).toBe(allow);
  });

  it.each(deniedCalls.filter((call) => call[column] !== null))('refuses %s', (...call) => {
    expect(ask(Number(call[column]))).toBe(refused(1));
  });

  it('refuses new namespaces, however they are asked for, and no ordinary process or thread', () => {
    expect(ask(numbers.clone, 0x1000_0011)).toBe(refused(1));
    expect(ask(numbers.clone, 0x4000_0011)).toBe(refused(1));
    expect(ask(numbers.clone, 0x003d_0f00)).toBe(allow);
    expect(ask(numbers.clone, 17)).toBe(allow);
    expect(ask(numbers.unshare, 0x1000_0000)).toBe(refused(1));
    expect(ask(numbers.unshare, 0x80)).toBe(refused(1));
    expect(ask(numbers.unshare, 0x400)).toBe(allow);
    expect(ask(numbers.clone3)).toBe(refused(38));
  });

  it('refuses what types into a terminal, also with a request whose upper half is set', () => {
    expect(ask(numbers.ioctl, 0, 0x5412)).toBe(refused(1));
    expect(ask(numbers.ioctl, 0, 0x1_0000_5412)).toBe(refused(1));
    expect(ask(numbers.ioctl, 0, 0x541c)).toBe(refused(1));
    expect(ask(numbers.ioctl, 0, 0x5401)).toBe(allow);
  });

  it('knows unix, IPv4, IPv6 and netlink sockets and no others', () => {
    for (const family of [1, 2, 10, 16]) expect(ask(numbers.socket, family)).toBe(allow);
    for (const family of [17, 38, 40]) expect(ask(numbers.socket, family)).toBe(refused(97));
  });

  it('ends whoever calls as another processor would', () => {
    expect(answerOf(program, { audit: audit.i386, number: numbers.read })).toBe(kill);
    const other = arch === 'x64' ? audit.arm64 : audit.x64;
    expect(answerOf(program, { audit: other, number: numbers.read })).toBe(kill);
  });
});

describe('the system call filter', () => {
  it('refuses x32 calls on x86_64', () => {
    const program = seccompFilter('x64') ?? Buffer.alloc(0);
    expect(answerOf(program, { audit: audit.x64, number: 0x4000_0000 })).toBe(refused(1));
  });

  it('is none for a processor whose numbers are not known', () => {
    expect(seccompFilter('riscv64')).toBeNull();
  });
});
