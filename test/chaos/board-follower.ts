import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { BoardToServer, ServerToBoard } from '../../src/contracts/board.ts';
import { type BoardMessage, type BoardState, emptyBoard, receive } from '../../web/src/live/board-state.ts';
import type { Random } from '../simulation/random.ts';

const answerMs = 2_000;

/** A board that loses deltas and its connection now and then, and folds what it gets as the web board does. */
export class BoardFollower {
  readonly #socket: Socket<ServerToBoard, BoardToServer>;
  #state: BoardState = emptyBoard;
  #asking = false;
  #careless = true;
  readonly counts = { deltas: 0, dropped: 0, reconnects: 0, snapshots: 0 };

  constructor(url: string, random: Random) {
    this.#socket = io(url, {
      path: '/socket.io',
      transports: ['websocket'],
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
      forceNew: true,
    });
    this.#socket.on('snapshot', (snapshot) => {
      this.counts.snapshots += 1;
      this.#take({ type: 'snapshot', snapshot });
    });
    this.#socket.on('delta', (delta) => {
      if (this.#careless && random.chance(0.15)) {
        this.counts.dropped += 1;
        return;
      }
      this.counts.deltas += 1;
      this.#take({ type: 'delta', delta });
      if (this.#careless && random.chance(0.02)) {
        this.counts.reconnects += 1;
        this.#socket.disconnect().connect();
      }
    });
    this.#socket.on('disconnect', async (reason) => {
      if (reason !== 'io server disconnect') return;
      await wait(200);
      this.#socket.connect();
    });
  }

  /** From now on it loses nothing, and asks for what it lost last: no later delta may come to show it the gap. */
  heed(): void {
    this.#careless = false;
    this.#askForMissed();
  }

  /** What it shows, as the API tells the same. */
  shown(): unknown {
    const { board } = this.#state;
    if (!board) return null;
    return { services: [...board.services.values()], sessions: [...board.sessions.values()] };
  }

  close(): void {
    this.#socket.disconnect();
  }

  #take(message: BoardMessage): void {
    this.#state = receive(this.#state, message);
    if (this.#state.gap) this.#askForMissed();
  }

  #askForMissed(): void {
    const { board } = this.#state;
    if (!board || this.#asking) return;
    this.#asking = true;
    this.#socket.timeout(answerMs).emit('catchUp', { epoch: board.epoch, n: board.n }, (error, deltas) => {
      this.#asking = false;
      if (error) this.#socket.disconnect().connect();
      else if (deltas) this.#take({ type: 'caughtUp', deltas });
    });
  }
}
