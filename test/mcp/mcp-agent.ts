import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

/** A client of the coordinator's tools with this bearer token, over real HTTP. */
export async function mcpAgent(url: string, bearer: string, mode: 'auto' | 'legacy' = 'auto') {
  const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } });
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', url), {
    requestInit: { headers: { authorization: `Bearer ${bearer}` } },
  });
  await client.connect(transport);
  /** What the tool answered; a refusal is thrown as its text. */
  const call = async (
    name: string,
    input: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> => {
    const result = await client.callTool({ name, arguments: input });
    if (result.isError) throw new Error(JSON.stringify(result.content));
    return { ...(result.structuredContent as object) };
  };
  return { client, call, close: () => client.close() };
}

export type McpAgent = Awaited<ReturnType<typeof mcpAgent>>;
