// One line of what lamp does to AWS: actions on resources, for one or more uses of it.

/** Who does what: `read` looks at runs, `plan` looks at everything, `run` acts on runs and switches, `sync` makes it so, `destroy` takes all of it away,
 * `import` looks at what others made. */
export const USES = ["read", "plan", "run", "sync", "destroy", "import"] as const;
/** Of who works with a project; an import is done once. */
export const USUAL_USES = ["read", "plan", "run", "sync", "destroy"] as const;
export type Use = (typeof USES)[number];

export interface Right {
  readonly uses: readonly Use[];
  /** The statement's name in the policy: letters and digits. */
  readonly sid: string;
  readonly actions: readonly string[];
  /** ARNs, or patterns of them; none leaves the right out, since there is nothing to have it on. */
  readonly on: readonly string[];
  /** Why `*`: what of the service knows no narrower resource. */
  readonly why?: string;
  /** `iam:PassedToService` of iam:PassRole. */
  readonly passedTo?: string;
}
