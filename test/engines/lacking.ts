// Whether a real engine can run on this machine.

export interface Needs {
  /** What this machine lacks, in a line a person can act on; undefined where nothing is missing. */
  missing: () => string | undefined;
  /** Fetches its programs, quick where they are there. */
  fetch: () => Promise<unknown>;
}

/** Why an engine cannot run here, if it cannot. What must be fetched is fetched with that, before anybody waits for it. */
export const lackingFor = async ({ missing, fetch }: Needs): Promise<string | undefined> => {
  const line = missing();
  if (line !== undefined) return line;
  try {
    await fetch();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
