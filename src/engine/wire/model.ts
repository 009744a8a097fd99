// A service model as the wire reads it: operations and shapes, trimmed from what AWS publishes.

export interface ShapeReference {
  readonly shape: string;
  readonly location?: "uri" | "querystring" | "header" | "headers" | "statusCode";
  readonly locationName?: string;
  readonly flattened?: boolean;
  readonly streaming?: boolean;
  readonly xmlAttribute?: boolean;
  readonly xmlNamespace?: { readonly uri: string; readonly prefix?: string };
}

export interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, ShapeReference>>;
  readonly member?: ShapeReference;
  readonly key?: ShapeReference;
  readonly value?: ShapeReference;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly payload?: string;
  readonly flattened?: boolean;
  readonly streaming?: boolean;
  readonly locationName?: string;
  readonly timestampFormat?: string;
  readonly exception?: boolean;
  /** A union whose members come one after the other, as messages of a stream. */
  readonly eventstream?: boolean;
  readonly fault?: boolean;
  readonly error?: { readonly code?: string; readonly httpStatusCode?: number; readonly senderFault?: boolean };
  /** SQS only: names of the older Query protocol. */
  readonly queryName?: string;
  readonly queryKey?: string;
  readonly queryError?: { readonly code: string; readonly httpStatusCode: number };
}

export interface OperationModel {
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
  readonly input?: ShapeReference;
  readonly output?: ShapeReference & { readonly resultWrapper?: string };
  readonly errors?: readonly string[];
  /** Its shapes are in this model; without it only the name is known. */
  readonly described?: boolean;
}

export interface Model {
  readonly metadata: {
    readonly protocol: string;
    readonly apiVersion: string;
    readonly serviceId: string;
    readonly jsonVersion?: string;
    readonly targetPrefix?: string;
    readonly xmlNamespace?: string;
  };
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const NOTHING: Shape = { type: "structure", members: {} };

export function shapeOf(model: Model, reference: ShapeReference | undefined): Shape {
  return (reference && model.shapes[reference.shape]) ?? NOTHING;
}

/** The error shape a code stands for: by the shape's name, or by the code it has on the wire (`NoSuchEntity`). */
export function errorShapeOf(model: Model, code: string): Shape | undefined {
  const named = model.shapes[code];
  if (named?.exception) return named;
  return Object.values(model.shapes).find((shape) => shape.exception && shape.error?.code === code);
}

/** A member of a structure by its name. */
export type NamedMember = readonly [name: string, member: ShapeReference];

const membersByShape = new WeakMap<Shape, readonly NamedMember[]>();

/** Listed once for each shape: every value of every request comes by here. */
export function membersOf(shape: Shape): readonly NamedMember[] {
  let members = membersByShape.get(shape);
  if (!members) {
    members = Object.entries(shape.members ?? {});
    membersByShape.set(shape, members);
  }
  return members;
}
