const versionKey = 'io.modelcontextprotocol/protocolVersion';

type Message = { readonly method?: unknown; readonly params?: unknown };

/**
 * The headers that Streamable HTTP wants of a message beside its body: derived from the message where it carries its
 * revision itself, else the revision that was agreed on at the start.
 */
export function messageHeaders(message: Message, agreed: string | undefined): Record<string, string> {
  const params = fieldsOf(message.params);
  const own = fieldsOf(params.get('_meta')).get(versionKey);
  if (typeof own !== 'string' || typeof message.method !== 'string') {
    return agreed === undefined ? {} : { 'mcp-protocol-version': agreed };
  }
  const name = params.get(message.method === 'resources/read' ? 'uri' : 'name');
  const isNamed = ['tools/call', 'prompts/get', 'resources/read'].includes(message.method);
  return {
    'mcp-protocol-version': own,
    'mcp-method': message.method,
    // Written in the form that holds any text.
    ...(isNamed && typeof name === 'string'
      ? { 'mcp-name': `=?base64?${Buffer.from(name).toString('base64')}?=` }
      : {}),
  };
}

/** The revision that an answer to `initialize` settles; undefined for any other message. */
export function agreedVersion(answer: unknown): string | undefined {
  const version = fieldsOf(fieldsOf(answer).get('result')).get('protocolVersion');
  return typeof version === 'string' ? version : undefined;
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : new Map();
}
