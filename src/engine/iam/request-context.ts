// What a request says about itself to conditions and policy variables: condition keys and their values.

/** Values by condition key; keys are given in lower case, as they are compared so. Undefined: the request lacks the key. */
export type RequestContext = (key: string) => string | readonly string[] | undefined;

export type ContextValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Own keys only: a condition on `constructor` asks for nothing. */
export const contextOf =
  (values: ContextValues, rest: RequestContext = () => undefined): RequestContext =>
  (key) =>
    (Object.hasOwn(values, key) ? values[key] : undefined) ?? rest(key);
