// The texts of a generation, for an operator who asks what stands in his library: read beside whoever writes.
import { openFile, pathOf } from "./file.ts";

/** Title and text of each document of a generation, whoever may read it. Throws when its file is missing or is no index. */
export function* readTexts(folder: string, name: string): Generator<{ title: string; text: string }> {
  const { database } = openFile(pathOf(folder, name), "read");
  try {
    for (const { title, text } of database.prepare("SELECT title, text FROM body").iterate())
      yield { title: String(title), text: String(text) };
  } finally {
    database.close();
  }
}
