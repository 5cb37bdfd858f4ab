// How questions are kept: items of their request that are added and never changed, each with its answer beside it.
import { padded, partitionOf, readRange, type Table } from "../../table.ts";
import { Answer, type Asked, Question } from "./question.ts";

export const questionKey = (number: number): string => `question#${padded(number, 4)}`;
export const answerKey = (number: number): string => `${questionKey(number)}#answer`;

/** All questions of a request with their answers, in the order they were asked. One round trip. */
export const readQuestions = async (table: Table, id: string): Promise<Asked[]> => {
  const items = await readRange(table, partitionOf(id), { prefix: "question#" });
  const answers = new Map(items.filter(({ sk }) => sk.endsWith("#answer")).map((item) => [item.sk, item]));
  const questions = items.filter(({ sk }) => !answers.has(sk)).map((item) => Question.parse(item));
  return questions.map((question) => {
    const answer = answers.get(answerKey(question.number));
    return { question, ...(answer && { answer: Answer.parse(answer) }) };
  });
};
