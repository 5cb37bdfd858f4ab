// Industries: codes and names of GB/T 4754-2017, from section (letter) to class (four digits).
import codes from "../../data/gbt4754.json" with { type: "json" };

const byCode = new Map(codes.map(([code = "", name = "", parent = ""]) => [code, { code, name, parent }]));

export const industryCount = byCode.size;
export const isIndustry = (code: string): boolean => byCode.has(code);
export const industryName = (code: string): string | undefined => byCode.get(code)?.name;

/** The code and its ancestors, section first: `["C", "34", "342", "3421"]`; empty for an unknown code. */
export const industryBranch = (code: string): string[] => {
  const entry = byCode.get(code);
  return entry ? [...industryBranch(entry.parent), code] : [];
};
