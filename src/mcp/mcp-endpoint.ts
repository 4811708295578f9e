import { toWebRequest } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { claimTool } from './claim-tool.ts';
import { completeTool } from './complete-tool.ts';
import { contextTools } from './context-tools.ts';
import { hubTools } from './hub-tools.ts';
import type { McpDeps } from './mcp-deps.ts';
import type { McpCaller, McpEndpoint } from './mcp-endpoint.port.ts';
import { Patience } from './patience.ts';
import { resources } from './resources.ts';
import type { ToolContext } from './tool-kit.ts';
import { workTools } from './work-tools.ts';

const instructions =
  'You are a session of an assembly line for software services. Call get_context first. Take work with claim_ticket, do it, hand it in with complete_ticket; if you cannot, say so with release_ticket. Only checks that the line runs itself decide whether work is good.';

/** The tools over the session service and the hub: one server object a request, as the protocol's stateless form has it. */
export function createMcpEndpoint(deps: McpDeps): McpEndpoint {
  const patience = new Patience(deps);

  const serverFor = (caller: McpCaller, signal: AbortSignal): McpServer => {
    const server = new McpServer(
      { name: 'andon', title: 'Andon, an assembly line', version: deps.version },
      { instructions },
    );
    const context: ToolContext = { ...deps, caller, patience, signal };
    contextTools(server, context);
    claimTool(server, context);
    workTools(server, context);
    completeTool(server, context);
    hubTools(server, context);
    resources(server, context);
    return server;
  };

  // The library hands on what it is told of who speaks, and knows nothing of holdings: they are found by that.
  const speakers = new WeakMap<object, { caller: McpCaller; signal: AbortSignal }>();
  const handler = createMcpHandler(
    ({ authInfo }) => {
      const speaker = authInfo && speakers.get(authInfo);
      if (!speaker) throw new TypeError('a request came without its speaker');
      return serverFor(speaker.caller, speaker.signal);
    },
    {
      maxSubscriptions: 64,
      onerror: (error) => deps.log.debug({ error: error.message }, 'mcp'),
    },
  );

  return {
    async handle(request, body, caller, signal) {
      if (!caller.holding) patience.heard(caller.session);
      const asked = {
        method: request.method ?? 'POST',
        url: request.url ?? '/mcp',
        headers: request.headers,
        [Symbol.asyncIterator]: () => request[Symbol.asyncIterator](),
      };
      const authInfo = { token: '', clientId: caller.session, scopes: [] };
      speakers.set(authInfo, { caller, signal });
      const parsedBody = body ?? undefined;
      return handler.fetch(await toWebRequest(asked, parsedBody, { signal }), {
        authInfo,
        ...(parsedBody === undefined ? {} : { parsedBody }),
      });
    },

    async close() {
      patience.close();
      await handler.close();
    },
  };
}
