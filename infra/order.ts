// In which order CloudFormation makes what a template holds: waves of resources, each waiting only for waves before it.

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly DependsOn?: string | readonly string[] }>
  >;
}

/** The logical ids a resource names: what it depends on by word, and what it refers to anywhere in it. */
const named = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(named);
  if (typeof value !== "object" || value === null) return [];
  const { Ref: reference, "Fn::GetAtt": attribute, DependsOn: waits, ...others } = value as Record<string, unknown>;
  const own = [reference, Array.isArray(attribute) ? attribute[0] : attribute, waits].flat();
  return [...own.filter((each) => typeof each === "string"), ...named(Object.values(others))];
};

/** @throws Error where resources wait for each other, with their names. */
export const wavesOf = ({ Resources }: Template): readonly (readonly string[])[] => {
  const waiting = new Map(
    Object.entries(Resources).map(([id, resource]) => [
      id,
      new Set(named(resource).filter((each) => each !== id && Object.hasOwn(Resources, each))),
    ]),
  );
  const waves: string[][] = [];
  while (waiting.size > 0) {
    const wave = [...waiting].filter(([, needs]) => ![...needs].some((each) => waiting.has(each))).map(([id]) => id);
    if (wave.length === 0) throw new Error(`these wait for each other: ${[...waiting.keys()].join(", ")}`);
    for (const id of wave) waiting.delete(id);
    waves.push(wave);
  }
  return waves;
};

/** What only supports something else: told as a number. */
const isMinor = (type: string): boolean => /^AWS::(IAM|Logs|EC2|CloudWatch)::|Permission$|Policy$|Version$/.test(type);
const nameOf = (id: string): string => id.replace(/[0-9A-F]{8}$/, "");

/** A wave a line: what matters by name, the rest as a number. */
export const printOrder = (stack: string, template: Template): string => {
  const lines = wavesOf(template).map((wave, at) => {
    const major = wave.filter((id) => !isMinor(template.Resources[id]?.Type ?? "")).map(nameOf);
    const minor = wave.length - major.length;
    return `  ${String(at + 1).padStart(2)}  ${[...major, ...(minor > 0 ? [`(${minor} more)`] : [])].join(", ")}`;
  });
  return [stack, ...lines].join("\n");
};
