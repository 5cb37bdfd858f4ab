// Says at the end of a run how many tests passed and failed on each set of engines, and which failed.
import type { Reporter, TestModule } from "vitest/node";

export default class CountByEngine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, { passed: number; failed: number }>();
    for (const module of modules) {
      const count = counts.get(module.project.name) ?? { passed: 0, failed: 0 };
      counts.set(module.project.name, count);
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") count.passed++;
        if (state === "failed") {
          count.failed++;
          process.stdout.write(`FAILED  ${module.relativeModuleId} > ${test.fullName}\n`);
        }
      }
    }
    for (const [name, { passed, failed }] of counts)
      process.stdout.write(`on ${name}: ${passed} tests passed, ${failed} failed\n`);
  }
}
