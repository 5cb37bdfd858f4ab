// How a text is cut into graphemes and into words (Unicode Standard Annex #29, Chinese by the dictionary of ICU). Browser-safe.

/** A segmenter is made with the first text: its dictionary takes longer than most requests of a function that has just started. */
const segmenterOf = (granularity: "grapheme" | "word"): ((text: string) => Intl.Segments) => {
  let made: Intl.Segmenter | undefined;
  return (text) => (made ??= new Intl.Segmenter("zh", { granularity })).segment(text);
};

export const segmentGraphemes = segmenterOf("grapheme");
export const segmentWords = segmenterOf("word");
