/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export type FieldType =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'url'
  | 'email'
  | 'date'
  | 'datetime'
  | 'strings'
  | 'object';

/** What a value must hold; every member stands for a phrase of the spec. */
export type Constraints = {
  type?: FieldType;
  required?: boolean;
  minLength?: number;
  maxLength?: number;
  min?: number;
  max?: number;
  /** Greater than this. */
  above?: number;
  pattern?: string;
  oneOf?: readonly string[];
  default?: Json;
  unique?: boolean;
  /** The service sets it; a client cannot. */
  serverSet?: boolean;
  length?: number;
};

/** How the service itself fills a field. */
export type Fill = 'id' | 'code' | 'created' | 'updated' | 'zero';

export type Field = {
  readonly name: string;
  readonly line: number;
  type: FieldType;
  required: boolean;
  /** The spec says whether it is required; else a field without a default is. */
  isRequiredSaid?: boolean;
  minLength?: number;
  maxLength?: number;
  min?: number;
  max?: number;
  /** Greater than this. */
  above?: number;
  pattern?: string;
  oneOf?: readonly string[];
  default?: Json;
  /** Set where the service fills it: always when `client` is false, else when the client leaves it out. */
  fill?: Fill;
  /** Length of a generated code. */
  codeLength?: number;
  client: boolean;
  example?: Json;
};

export type UniqueRule = {
  readonly fields: readonly string[];
  ignoreCase: boolean;
  status: number;
  line: number;
};
export type CapRule = { readonly max: number; readonly per: string; status: number; line: number };

export type Resource = {
  /** The collection as it stands in the path: `links`. */
  readonly name: string;
  readonly singular: string;
  key: string;
  readonly fields: Field[];
  readonly unique: UniqueRule[];
  readonly caps: CapRule[];
  order: { field: string; descending: boolean } | null;
  refuseUnknown: boolean;
  /** A create that repeats this field answers with the record that is there. */
  reuse?: string;
};

export type Paging =
  | { readonly style: 'offset'; readonly limit: string; readonly offset: string | null }
  | { readonly style: 'page'; readonly limit: string; readonly page: string };

export type Behaviour =
  | { readonly kind: 'health' }
  | { readonly kind: 'create' }
  | {
      readonly kind: 'list';
      readonly filters: readonly string[];
      readonly search: { readonly param: string; readonly fields: readonly string[] } | null;
      readonly paging: Paging | null;
      readonly wrap: { readonly items: string; readonly extras: readonly string[] } | null;
    }
  | { readonly kind: 'read'; readonly view: readonly string[] | null }
  | { readonly kind: 'replace' }
  | { readonly kind: 'change' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'redirect'; readonly target: string; readonly counter: string | null }
  | { readonly kind: 'set'; readonly field: string; readonly value: Json }
  | { readonly kind: 'toggle'; readonly field: string }
  | { readonly kind: 'increment'; readonly field: string; readonly by: number }
  | { readonly kind: 'random' }
  | { readonly kind: 'daily'; readonly param: string | null }
  | { readonly kind: 'count'; readonly by: Readonly<Record<string, readonly [string, Json] | null>> }
  | {
      readonly kind: 'evaluate';
      readonly enabled: string;
      readonly rollout: string | null;
      readonly targets: string | null;
      readonly user: string;
      readonly answer: readonly string[];
      readonly result: string;
    };

export type Endpoint = {
  readonly method: string;
  /** With `:name` for its parameters. */
  readonly path: string;
  readonly line: number;
  readonly resource: Resource | null;
  readonly behaviour: Behaviour;
  readonly status: number;
};

export type Limits = { pageDefault: number; pageMax: number; bodyBytes: number; invalid: number };

/** A service this driver can build; nothing of the spec is missing from it. */
export type ServiceModel = {
  readonly title: string;
  readonly name: string;
  readonly stack: 'node' | 'python';
  readonly purpose: string;
  readonly resources: readonly Resource[];
  readonly endpoints: readonly Endpoint[];
  readonly limits: Limits;
};

/** A line of the spec that is not built, and why. */
export type Refusal = { readonly line: number; readonly text: string; readonly reason: string };
