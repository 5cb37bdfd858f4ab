// Which Java the real engines run on: the first JDK that is new enough, wherever a machine keeps its own.
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

const leastVersion = 21;

/** Where a JDK may be: JAVA_HOME, behind the programs of PATH, in the folders systems keep them in. */
const homes = (): string[] => {
  const ofPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "java"))
    .filter((file) => existsSync(file))
    .map((file) => dirname(dirname(realpathSync(file))));
  const ofSystem = ["/usr/lib/jvm", "/opt/java", "/Library/Java/JavaVirtualMachines"]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .flatMap((home) => [home, join(home, "Contents/Home")]);
  return [process.env["JAVA_HOME"] ?? "", ...ofPath, ...ofSystem].filter((home) => home !== "");
};

/** The feature version a JDK's own `release` file names; 0 for what is no JDK: a single source file needs the compiler. */
const versionOf = (home: string): number => {
  const release = join(home, "release");
  if (!existsSync(release) || !existsSync(join(home, "bin/javac"))) return 0;
  return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, "utf8"))?.[1] ?? 0);
};

/** The program `java` of a JDK that is new enough, if there is one. */
export const findJava = (): string | undefined => {
  const home = homes().find((folder) => versionOf(folder) >= leastVersion);
  return home === undefined ? undefined : join(home, "bin/java");
};

const hasMaven = (): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, "mvn")));

/** What this machine lacks for the real engines, in a line a person can act on; undefined where nothing is missing. */
export const missingTools = (): string | undefined => {
  const missing = [findJava() === undefined ? `JDK ${leastVersion}+` : "", hasMaven() ? "" : "Maven (mvn)"];
  const names = missing.filter((name) => name !== "").join(", ");
  return names === ""
    ? undefined
    : `真实搜索引擎的测试未运行：缺少 ${names}。The tests on the real search engine do not run: missing ${names}.`;
};
