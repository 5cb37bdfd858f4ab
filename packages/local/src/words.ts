// The language of the person at this machine, as the locale says: Chinese where it is Chinese, English otherwise.
import type { Text } from "@lianchuang/shared/errors";

const locale = process.env["LC_ALL"] || process.env["LC_MESSAGES"] || process.env["LANG"] || "";

/** What the person reads of a sentence in both languages. */
export const inWords = ({ zh, en }: Text): string => (locale.startsWith("zh") ? zh : en);

/** Prints a line. */
export const say = (text: Text): void => {
  process.stdout.write(`${inWords(text)}\n`);
};
