import './no-code-from-text.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connectBoard } from './connect-board.ts';
import { takeToken } from './operator-token.ts';
import './theme.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const token = takeToken();
const store = connectBoard(token);
createRoot(root).render(
  <StrictMode>
    <App store={store} token={token} />
  </StrictMode>,
);
