import { io, type Socket } from 'socket.io-client';
import type { BoardToServer, ServerToBoard } from '../../../src/contracts/board.ts';
import { type BoardMessage, emptyBoard, pretend, receive } from './board-state.ts';
import type { LiveStore, Picture } from './live-store.ts';
import { onceAFrame } from './once-a-frame.ts';

const ANSWER_MS = 5_000;
const RETURN_MS = 3_000;

/** Follows the board of the server this page came from, for as long as the page is open. */
export function connectBoard(token: string | null): LiveStore {
  const listeners = new Set<() => void>();
  let picture: Picture = { ...emptyBoard, connection: { state: 'connecting' }, skew: 0, at: null };
  let shown = picture;
  const socket: Socket<ServerToBoard, BoardToServer> = io({
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    auth: { token },
    reconnectionDelay: 300,
    reconnectionDelayMax: RETURN_MS,
  });

  const publish = () => {
    if (shown === picture) return;
    shown = picture;
    for (const listener of listeners) listener();
  };
  // However many deltas come between two frames, the page is drawn once.
  const publishSoon = onceAFrame(publish);
  const show = (change: Partial<Picture>) => {
    picture = { ...picture, ...change };
    publishSoon();
  };
  const lost = () => {
    if (picture.connection.state !== 'stale') show({ connection: { state: 'stale', since: Date.now() } });
  };
  let asking = false;
  const take = (message: BoardMessage) => {
    const next = receive(picture, message);
    if (next !== picture) show(next);
    if (picture.gap) askForMissed();
  };
  const askForMissed = () => {
    const { board } = picture;
    if (!board || asking) return;
    asking = true;
    socket.timeout(ANSWER_MS).emit('catchUp', { epoch: board.epoch, n: board.n }, (error, deltas) => {
      asking = false;
      if (error) socket.disconnect().connect();
      else if (deltas) take({ type: 'caughtUp', deltas });
    });
  };

  socket.on('snapshot', (snapshot) => {
    const skew = snapshot.at === undefined ? 0 : snapshot.at - Date.now();
    document.documentElement.dataset.skew = String(skew);
    // In one step: what is drawn on a beat would show a page that is live and has no picture yet.
    picture = { ...picture, connection: { state: 'live' }, skew };
    take({ type: 'snapshot', snapshot });
    publishSoon();
  });
  socket.on('delta', (delta) => take({ type: 'delta', delta }));
  socket.on('disconnect', (reason) => {
    lost();
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), RETURN_MS);
  });
  socket.on('connect_error', (error) => {
    if (socket.active) lost();
    else show({ connection: { state: 'refused', why: error.message } });
  });

  return {
    get: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pretend: (id, change) => {
      const pretended = pretend(picture, id, change);
      if (!pretended) return () => {};
      show(pretended.state);
      publish();
      return () => {
        const back = pretended.takeBack(picture);
        if (back !== picture) show(back);
      };
    },
  };
}
