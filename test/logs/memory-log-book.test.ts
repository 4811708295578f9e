import { MemoryLogBook } from '../../src/logs/memory-log-book.ts';
import { logBookContract } from './log-book.contract.ts';

logBookContract('a log book in memory', () => new MemoryLogBook({ now: () => 1_000 }, 3_000));
