// Industries: codes and names of GB/T 4754-2017, from section (letter) to class (four digits).
import codes from "../data/gbt4754.json" with { type: "json" };
import type { Text } from "./errors.ts";

interface Industry {
  readonly name: string;
  readonly branch: readonly string[];
}

// Every parent stands before what lies in it.
const byCode = new Map<string, Industry>();
for (const [code = "", name = "", parent = ""] of codes)
  byCode.set(code, { name, branch: [...(byCode.get(parent)?.branch ?? []), code] });

export const industryCount = byCode.size;
export const isIndustry = (code: string): boolean => byCode.has(code);
export const industryName = (code: string): string | undefined => byCode.get(code)?.name;

/** The code and its ancestors, section first: `["C", "34", "342", "3421"]`; empty for an unknown code. */
export const industryBranch = (code: string): readonly string[] => byCode.get(code)?.branch ?? [];

/** What is said of a code that GB/T 4754-2017 does not have. */
export const notAnIndustry = (code: string): Text => ({
  en: `${code} is not a code of GB/T 4754-2017. Use a section letter such as C, or 2 to 4 digits such as 3421.`,
  zh: `${code} 不是 GB/T 4754-2017 的代码。请用门类字母（如 C）或 2 至 4 位数字（如 3421）。`,
});
