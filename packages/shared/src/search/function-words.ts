// Function words: the closed classes of Chinese and English, which say how a question is put and not what it is about.

/** Folded. A query's token that stands in these alone counts less: in a library that never asks, 如何 is as rare as a technical term. */
export const functionWords: ReadonlySet<string> = new Set(
  [
    // Interrogatives and final particles.
    "怎么办 怎么样 怎么 怎样 如何 什么样 什么 哪些 哪个 哪里 哪种 哪 谁 为什么 为何 多少 多久 几 怎 何 么 请问 吗 呢 吧 啊 呀",
    // Modals and negation.
    "是否 能否 可否 能不能 可不可以 是不是 有没有 会不会 要不要 可以 能够 应该 应当 需要 会 要 能 应 不 没有",
    // Pronouns and demonstratives.
    "我 你 他 她 它 我们 你们 他们 她们 它们 自己 一个 这个 那个 这种 那种 这样 那样 这些 那些 其 该 此 这 那",
    // Particles, prepositions, conjunctions, localisers, common adverbs.
    "的 地 得 了 着 过 是 有 在 被 把 将 对 对于 关于 从 向 由 以 于 为 和 与 及 以及 或 或者 还是 而 且 并 并且 但 但是 如果 因为 所以 那么",
    "上 下 中 里 后 时 等 也 都 就 还 又 再 很",
    "a an the of in on at to for from by with and or is are was be do does did can could should how what which who when where why",
  ].flatMap((line) => line.split(" ")),
);
